using Tsmc.Models.Files;
using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>
/// Writes a checkpoint anew with other numbers: another floating-point type, or int8 for the layers' matrices. Tensor by tensor, so that it
/// takes the memory of the largest one, not of the model.
/// </summary>
/// <remarks>
/// int8: each row of a matrix, which makes one output channel, is divided by its largest magnitude / 127 and rounded; the int8 numbers keep
/// the matrix's name and the divisors stand beside it as <c>NAME_scale</c> in F32. Embedding, head, norms and biases stay as they are.
/// <c>config.json</c> names the layout in <c>quantization_config</c>, so that other programs refuse it instead of reading nonsense.
/// </remarks>
public static class CheckpointConversion
{
    private const double LargestInt8 = 127;

    /// <summary>Converts a checkpoint.</summary>
    /// <param name="source">A Hugging Face folder or a llama2.c file.</param>
    /// <param name="target">The folder to write; not the source.</param>
    /// <param name="type">Floating-point type of what is not int8; the source's own when null.</param>
    /// <param name="int8">Whether the layers' matrices become int8.</param>
    /// <param name="maxShardBytes">More than this is written to several files with an index.</param>
    /// <param name="progress">Is told how many of how many bytes of weights are written.</param>
    /// <param name="ct">Stops between two tensors; nothing readable is left then.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">The source is damaged, or a number does not fit the new type.</exception>
    /// <exception cref="ArgumentException">Source and target are the same, or the source is int8 already.</exception>
    public static void Convert(
        string source, string target, ScalarType? type, bool int8, long maxShardBytes = Checkpoint.MaxShardBytes,
        IProgress<(long Done, long Total)>? progress = null, CancellationToken ct = default)
    {
        if (Path.GetFullPath(source).TrimEnd('/') == Path.GetFullPath(target).TrimEnd('/'))
        {
            throw new ArgumentException($"{target}: source and target are the same folder; expected another one.");
        }
        ModelFiles files = ModelFiles.Open(source);
        if (files.Config.Int8Weights)
        {
            throw new ArgumentException($"{source}: its weights are int8 already; convert the original.");
        }
        files.Check(NamedWeights.OfGenerator(files.Config), name => NamedWeights.IsNotNeeded(name, files.Config, valueModel: false));
        Libtorch.EnsureLoaded();
        using var frozen = no_grad();
        ScalarType floats = type ?? files.Type;
        LlamaConfig config = files.Config with { Int8Weights = int8 };
        NamedWeight<Generator>[] weights = [.. NamedWeights.OfGenerator(config)];
        long total = weights.Sum(weight => SafetensorsWriter.Bytes(weight.Type(floats), weight.Shape));
        long done = 0;
        Directory.CreateDirectory(target);
        SafetensorsWriter.Write(target, Checkpoint.WeightsName, [.. weights.Select(weight => (weight.Name, weight.Type(floats), weight.Shape, (Func<Tensor>)(() =>
        {
            ct.ThrowIfCancellationRequested();
            done += SafetensorsWriter.Bytes(weight.Type(floats), weight.Shape);
            progress?.Report((done, total));
            return weight.Kind switch
            {
                WeightKind.Int8 => Quantise(files.Read(weight.Name, ScalarType.Float32)).Numbers,
                WeightKind.Int8Scale => Quantise(files.Read(weight.Name[..^NamedWeights.ScaleSuffix.Length], ScalarType.Float32)).Scale,
                _ => files.Read(weight.Name, floats),
            };
        })))], maxShardBytes);
        ConvertValueHead(files, source, target, floats);
        config.Save(target, NumberType.PyTorchName(floats));
        CopyOthers(source, target);
    }

    /// <summary>A matrix [outputs, inputs] as int8 numbers of the same shape and the scale [outputs] of each row.</summary>
    internal static (Tensor Numbers, Tensor Scale) Quantise(Tensor matrix)
    {
        Tensor largest = matrix.abs().amax([1]); // [outputs]
        Tensor scale = (largest / LargestInt8).masked_fill(largest == 0, 1);
        return ((matrix / scale.unsqueeze(1)).round().clamp(-LargestInt8, LargestInt8).to(ScalarType.Int8), scale);
    }

    /// <summary>A value model's head, where the source is one.</summary>
    private static void ConvertValueHead(ModelFiles files, string source, string target, ScalarType type)
    {
        if (!Checkpoint.IsValueModel(source))
        {
            return;
        }
        NamedWeight<ValueModel>[] weights = [.. NamedWeights.OfValueHead(files.Config)];
        ModelFiles head = files.Beside(Path.Combine(source, Checkpoint.ValueHeadName + ".safetensors"));
        head.Check(weights, _ => false);
        SafetensorsWriter.Write(
            target, Checkpoint.ValueHeadName, [.. weights.Select(weight => (weight.Name, type, weight.Shape, (Func<Tensor>)(() => head.Read(weight.Name, type))))],
            long.MaxValue);
    }

    /// <summary>The tokenizer and what else lies beside the weights.</summary>
    private static void CopyOthers(string source, string target)
    {
        if (!Directory.Exists(source))
        {
            return;
        }
        string[] patterns = ["tokenizer*", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "generation_config.json", "chat_template*"];
        foreach (string file in patterns.SelectMany(pattern => Directory.EnumerateFiles(source, pattern)).Distinct())
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }
    }
}
