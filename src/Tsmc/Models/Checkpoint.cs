using Tsmc.Models.Files;
using Tsmc.Randomness;
using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>
/// Models as Hugging Face folders: <c>config.json</c> and <c>model.safetensors</c>, or <c>pytorch_model.bin</c>, in one file or in several with
/// an index; a value model adds <c>value_head.safetensors</c>. llama2.c's <c>.bin</c> files are read too. Python's transformers opens what is
/// saved here.
/// </summary>
/// <remarks>Weights are read straight into the model's own memory: loading takes the model's size and some 12 MB.</remarks>
public static class Checkpoint
{
    /// <summary>The most bytes of weights that <see cref="Save(Generator, string, long)"/> puts into one file unless told otherwise.</summary>
    public const long MaxShardBytes = 5_000_000_000;

    internal const string WeightsName = "model";
    internal const string ValueHeadName = "value_head";

    /// <summary>Reads a generator.</summary>
    /// <param name="path">A Hugging Face folder, or a llama2.c file.</param>
    /// <param name="device">Where the weights shall live; the CPU when null.</param>
    /// <param name="type">Their number type: Float32, BFloat16 or Float16; the file's own when null.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is damaged, a tensor is missing, unknown, has the wrong shape or holds NaN, or the configuration asks for what is not done here.
    /// </exception>
    public static Generator LoadGenerator(string path, Device? device = null, ScalarType? type = null)
    {
        ModelFiles files = ModelFiles.Open(path);
        files.Check(NamedWeights.OfGenerator(files.Config), name => NamedWeights.IsNotNeeded(name, files.Config, valueModel: false));
        Libtorch.EnsureLoaded();
        return Filled(new Generator(files.Config, type ?? files.Type, device ?? CPU), generator => files.Fill(NamedWeights.OfGenerator(files.Config), generator));
    }

    /// <summary>Reads a value model.</summary>
    /// <inheritdoc cref="LoadGenerator" path="/param"/>
    /// <inheritdoc cref="LoadGenerator" path="/exception"/>
    public static ValueModel LoadValueModel(string path, Device? device = null, ScalarType? type = null)
    {
        ModelFiles files = ModelFiles.Open(path);
        ModelFiles head = files.Beside(Path.Combine(path, ValueHeadName + ".safetensors"));
        head.Check(NamedWeights.OfValueHead(files.Config), _ => false);
        return Filled(Backbone(files, device, type), model => head.Fill(NamedWeights.OfValueHead(files.Config), model));
    }

    /// <summary>Whether a folder holds a value model.</summary>
    public static bool IsValueModel(string path) => File.Exists(Path.Combine(path, ValueHeadName + ".safetensors"));

    /// <summary>What a checkpoint will take, from its configuration and file headers; the files are held to the configuration.</summary>
    /// <inheritdoc cref="LoadGenerator" path="/exception"/>
    public static CheckpointInfo Inspect(string path, ScalarType? type = null)
    {
        ModelFiles files = ModelFiles.Open(path);
        files.Check(NamedWeights.OfValueModel(files.Config), name => name == NamedWeights.HeadName || NamedWeights.IsNotNeeded(name, files.Config, valueModel: true));
        ScalarType loaded = type ?? files.Type;
        (long count, long bytes) = (0, 0);
        foreach (NamedWeight<Generator> weight in NamedWeights.OfGenerator(files.Config))
        {
            long numbers = weight.Shape.Aggregate(1L, (product, size) => product * size);
            count += weight.Kind == WeightKind.Int8Scale ? 0 : numbers;
            bytes += SafetensorsWriter.Bytes(weight.Type(loaded), weight.Shape);
        }
        return new CheckpointInfo(files.Config, loaded, count, bytes, files.Tensors.Sum(tensor => tensor.Bytes));
    }

    /// <summary>A value model that starts from a generator's folder: the same backbone, a head of zeros (V_theta = 1/2 everywhere).</summary>
    /// <inheritdoc cref="LoadGenerator" path="/param"/>
    /// <inheritdoc cref="LoadGenerator" path="/exception"/>
    public static ValueModel StartValueModel(string path, Device? device = null, ScalarType? type = null)
    {
        return Filled(Backbone(ModelFiles.Open(path), device, type), model =>
        {
            model.Head.zero_();
            model.HeadBias.zero_();
        });
    }

    /// <summary>A generator with random weights: normal with standard deviation 0.02, norms at one, residual outputs scaled down by the depth.</summary>
    public static Generator RandomGenerator(LlamaConfig config, long seed, Device? device = null)
    {
        if (config.Int8Weights)
        {
            throw new ArgumentException("Random weights are not made as int8; make them in fp32 and convert.");
        }
        Libtorch.EnsureLoaded();
        var generator = new Generator(config, ScalarType.Float32, device ?? CPU);
        var random = new CounterRandom(seed, RandomStream.Weights);
        using var frozen = no_grad();
        foreach ((int index, (string name, _, Func<Generator, Tensor> view, _)) in NamedWeights.OfGenerator(config).Index())
        {
            using var scope = NewDisposeScope();
            Tensor weight = view(generator);
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

    /// <summary>Writes a generator's <c>config.json</c> and its weights, in their own number type.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="folder">The folder, made where it is not there.</param>
    /// <param name="maxShardBytes">More than this is written to several files with an index.</param>
    public static void Save(Generator generator, string folder, long maxShardBytes = MaxShardBytes)
    {
        generator.Config.Save(folder, NumberType.PyTorchName(generator.Backbone.Type));
        Write(folder, WeightsName, NamedWeights.OfGenerator(generator.Config), generator, generator.Backbone.Type, maxShardBytes);
    }

    /// <summary>Writes a value model's <c>config.json</c>, its backbone and <c>value_head.safetensors</c>, in their own number type.</summary>
    /// <param name="model">The value model.</param>
    /// <param name="folder">The folder, made where it is not there.</param>
    /// <param name="maxShardBytes">More than this is written to several files with an index.</param>
    public static void Save(ValueModel model, string folder, long maxShardBytes = MaxShardBytes)
    {
        // The language-model head is not part of a value model; a tied config lets other programs open the backbone alone.
        LlamaConfig config = model.Config with { TieWordEmbeddings = true };
        config.Save(folder, NumberType.PyTorchName(model.Backbone.Type));
        Write(folder, WeightsName, NamedWeights.OfValueModel(config), model, model.Backbone.Type, maxShardBytes);
        Write(folder, ValueHeadName, NamedWeights.OfValueHead(config), model, model.Backbone.Type, maxShardBytes);
    }

    private static void Write<TModel>(
        string folder, string name, IEnumerable<NamedWeight<TModel>> weights, TModel model, ScalarType type, long maxShardBytes)
    {
        using var frozen = no_grad();
        SafetensorsWriter.Write(
            folder, name, [.. weights.Select(weight => (weight.Name, weight.Type(type), weight.Shape, (Func<Tensor>)(() => weight.View(model))))], maxShardBytes);
    }

    private static ValueModel Backbone(ModelFiles files, Device? device, ScalarType? type)
    {
        files.Check(NamedWeights.OfValueModel(files.Config), name => NamedWeights.IsNotNeeded(name, files.Config, valueModel: true));
        Libtorch.EnsureLoaded();
        return Filled(new ValueModel(files.Config, type ?? files.Type, device ?? CPU), model => files.Fill(NamedWeights.OfValueModel(files.Config), model));
    }

    private static TModel Filled<TModel>(TModel model, Action<TModel> fill)
        where TModel : IDisposable
    {
        try
        {
            using var frozen = no_grad();
            using var scope = NewDisposeScope();
            fill(model);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
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
