using System.Buffers.Binary;
using TorchSharp.PyBridge;
using Tsmc.Randomness;
using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>
/// Models as Hugging Face folders: <c>config.json</c> and <c>model.safetensors</c>; a value model adds <c>value_head.safetensors</c>.
/// Python's transformers opens what is saved here.
/// </summary>
public static class Checkpoint
{
    private const string WeightsFile = "model.safetensors";
    private const string ValueHeadFile = "value_head.safetensors";

    /// <summary>Reads a generator.</summary>
    /// <param name="folder">A Hugging Face folder.</param>
    /// <param name="device">Where the weights shall live; the CPU when null.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or a tensor is missing or has the wrong shape.</exception>
    public static Generator LoadGenerator(string folder, Device? device = null)
    {
        Libtorch.EnsureLoaded();
        return Filled(new Generator(LlamaConfig.Load(folder), ScalarType.Float32, device ?? CPU), folder, WeightsFile, NamedWeights.Of);
    }

    /// <summary>Reads a value model.</summary>
    /// <inheritdoc cref="LoadGenerator" path="/param"/>
    /// <inheritdoc cref="LoadGenerator" path="/exception"/>
    public static ValueModel LoadValueModel(string folder, Device? device = null)
    {
        return Filled(StartValueModel(folder, device), folder, ValueHeadFile, NamedWeights.HeadOf);
    }

    /// <summary>A value model that starts from a generator's folder: the same backbone, a head of zeros (V_theta = 1/2 everywhere).</summary>
    /// <inheritdoc cref="LoadGenerator" path="/param"/>
    /// <inheritdoc cref="LoadGenerator" path="/exception"/>
    public static ValueModel StartValueModel(string folder, Device? device = null)
    {
        Libtorch.EnsureLoaded();
        ValueModel model = Filled(
            new ValueModel(LlamaConfig.Load(folder), ScalarType.Float32, device ?? CPU), folder, WeightsFile, model => NamedWeights.Of(model.Backbone));
        using var frozen = no_grad();
        model.Head.zero_();
        model.HeadBias.zero_();
        return model;
    }

    /// <summary>A generator with random weights: normal with standard deviation 0.02, norms at one, residual outputs scaled down by the depth.</summary>
    public static Generator RandomGenerator(LlamaConfig config, long seed, Device? device = null)
    {
        Libtorch.EnsureLoaded();
        var generator = new Generator(config, ScalarType.Float32, device ?? CPU);
        var random = new CounterRandom(seed, RandomStream.Weights);
        using var frozen = no_grad();
        using var views = NewDisposeScope();
        foreach (((string name, Tensor weight), int index) in NamedWeights.Of(generator).Select((entry, index) => ((entry.Key, entry.Value), index)))
        {
            using var scope = NewDisposeScope();
            if (weight.dim() == 1)
            {
                weight.fill_(name.EndsWith("bias", StringComparison.Ordinal) ? 0 : 1);
                continue;
            }
            bool residual = name.EndsWith("o_proj.weight", StringComparison.Ordinal) || name.EndsWith("down_proj.weight", StringComparison.Ordinal);
            double deviation = residual ? 0.02 / Math.Sqrt(2.0 * config.Layers) : 0.02;
            weight.copy_(tensor(Normals(random, (uint)index, weight.numel(), deviation), weight.shape));
        }
        return generator;
    }

    /// <summary>Writes a generator's <c>config.json</c> and <c>model.safetensors</c>.</summary>
    public static void Save(Generator generator, string folder)
    {
        generator.Config.Save(folder);
        Write(folder, WeightsFile, () => NamedWeights.Of(generator));
    }

    /// <summary>Writes a value model's <c>config.json</c>, <c>model.safetensors</c> and <c>value_head.safetensors</c>.</summary>
    public static void Save(ValueModel model, string folder)
    {
        // The language-model head is not part of a value model; a tied config lets other programs open the backbone alone.
        (model.Config with { TieWordEmbeddings = true }).Save(folder);
        Write(folder, WeightsFile, () => NamedWeights.Of(model.Backbone));
        Write(folder, ValueHeadFile, () => NamedWeights.HeadOf(model));
    }

    private static void Write(string folder, string file, Func<IReadOnlyDictionary<string, Tensor>> weights)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        string path = Path.Combine(folder, file);
        Safetensors.SaveStateDict(path + ".part", weights().ToDictionary(entry => entry.Key, entry => entry.Value.detach().cpu().contiguous()));
        File.Move(path + ".part", path, overwrite: true);
    }

    private static TModel Filled<TModel>(TModel model, string folder, string file, Func<TModel, IReadOnlyDictionary<string, Tensor>> weights)
        where TModel : IDisposable
    {
        try
        {
            Fill(folder, file, () => weights(model));
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void Fill(string folder, string file, Func<IReadOnlyDictionary<string, Tensor>> weights)
    {
        string path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file; expected the weights of a Hugging Face model folder.", path);
        }
        CheckHeaderLength(path);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Dictionary<string, Tensor> stored;
        try
        {
            stored = Safetensors.LoadStateDict(path);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new InvalidDataException($"{path}: not a readable safetensors file ({error.Message}).", error);
        }
        foreach ((string name, Tensor weight) in weights())
        {
            if (!stored.TryGetValue(name, out Tensor? found))
            {
                throw new InvalidDataException($"{path}: the tensor {name} is missing.");
            }
            if (!found.shape.AsSpan().SequenceEqual(weight.shape))
            {
                throw new InvalidDataException(
                    $"{path}: the tensor {name} has shape [{string.Join(", ", found.shape)}], expected [{string.Join(", ", weight.shape)}].");
            }
            weight.copy_(found);
        }
    }

    // The reader allocates whatever the first eight bytes claim.
    private static void CheckHeaderLength(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> length = stackalloc byte[8];
        if (file.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8
            || BinaryPrimitives.ReadUInt64LittleEndian(length) > (ulong)file.Length - 8)
        {
            throw new InvalidDataException($"{path}: not a readable safetensors file (it ends within its header).");
        }
    }

    private static float[] Normals(CounterRandom random, uint tensor, long count, double deviation)
    {
        var values = new float[count];
        for (long i = 0; i < count; i++)
        {
            // Box and Muller; 1 - u keeps the logarithm finite.
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.Uniform(tensor, (uint)i, 0)));
            values[i] = (float)(deviation * radius * Math.Cos(2 * Math.PI * random.Uniform(tensor, (uint)i, 1)));
        }
        return values;
    }
}
