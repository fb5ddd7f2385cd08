using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Tsmc.Models.Files;

/// <summary>Writes tensors as safetensors, in one file or, above a size, in several with an index, as Python's transformers does.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;
    private const long PieceBytes = 32 << 20;

    /// <summary>Writes tensors one after the other; each is asked for when its turn comes and disposed of after it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The file's name without <c>.safetensors</c>, such as <c>model</c>.</param>
    /// <param name="tensors">Name, number type, shape, and the tensor itself.</param>
    /// <param name="maxShardBytes">The most bytes of tensors in one file; a larger tensor gets a file of its own.</param>
    public static void Write(
        string folder, string name, IReadOnlyList<(string Name, ScalarType Type, long[] Shape, Func<Tensor> Tensor)> tensors, long maxShardBytes)
    {
        List<List<(string Name, ScalarType Type, long[] Shape, Func<Tensor> Tensor)>> shards = [[]];
        long filled = 0;
        foreach (var tensor in tensors)
        {
            long bytes = Bytes(tensor.Type, tensor.Shape);
            if (shards[^1].Count > 0 && filled + bytes > maxShardBytes)
            {
                shards.Add([]);
                filled = 0;
            }
            shards[^1].Add(tensor);
            filled += bytes;
        }
        string[] files = [.. shards.Select((_, i) => shards.Count == 1
            ? $"{name}.safetensors"
            : $"{name}-{i + 1:D5}-of-{shards.Count:D5}.safetensors")];
        foreach ((var shard, string file) in shards.Zip(files))
        {
            WriteFile(Path.Combine(folder, file + ".part"), shard);
        }
        string index = Path.Combine(folder, $"{name}.safetensors.index.json");
        if (shards.Count > 1)
        {
            WriteIndex(index + ".part", shards.Zip(files).SelectMany(pair => pair.First.Select(tensor => (tensor.Name, pair.Second))), tensors.Sum(t => Bytes(t.Type, t.Shape)));
        }
        foreach (string file in shards.Count > 1 ? files.Append(Path.GetFileName(index)) : files)
        {
            File.Move(Path.Combine(folder, file + ".part"), Path.Combine(folder, file), overwrite: true);
        }
        RemoveOlder(folder, name, shards.Count > 1 ? [.. files, Path.GetFileName(index)] : files);
    }

    /// <summary>Size of a tensor in bytes.</summary>
    public static long Bytes(ScalarType type, long[] shape) => shape.Aggregate((long)SizeOf(type), (product, size) => checked(product * size));

    private static int SizeOf(ScalarType type) => type switch
    {
        ScalarType.Int8 => 1,
        ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Float32 => 4,
        _ => throw new ArgumentException($"Weights are not written as {type}."),
    };

    private static void WriteFile(string path, IReadOnlyList<(string Name, ScalarType Type, long[] Shape, Func<Tensor> Tensor)> tensors)
    {
        // The format's mark that PyTorch's tensors lie here; transformers refuses a file without it.
        var header = new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "pt" } };
        long end = 0;
        foreach ((string name, ScalarType type, long[] shape, _) in tensors)
        {
            long begin = end;
            end += Bytes(type, shape);
            header[name] = new JsonObject
            {
                ["dtype"] = SafetensorsFile.TypeName(type),
                ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]),
                ["data_offsets"] = new JsonArray(begin, end),
            };
        }
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        int padded = AttentionPlan.RoundUp(json.Length, Alignment);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        file.Write(length);
        file.Write(json);
        file.Write("        "u8[..(padded - json.Length)]);
        foreach ((_, ScalarType type, long[] shape, Func<Tensor> tensor) in tensors)
        {
            using var scope = NewDisposeScope();
            WriteNumbers(file, tensor(), type);
        }
    }

    private static void WriteNumbers(FileStream file, Tensor tensor, ScalarType type)
    {
        Tensor flat = tensor.detach().contiguous().view(-1);
        long piece = PieceBytes / SizeOf(type);
        for (long done = 0; done < flat.numel(); done += piece)
        {
            using var scope = NewDisposeScope();
            Tensor part = flat.narrow(0, done, Math.Min(piece, flat.numel() - done)).to(type).cpu();
            file.Write(part.bytes);
        }
    }

    private static void WriteIndex(string path, IEnumerable<(string Tensor, string File)> places, long bytes)
    {
        var map = new JsonObject();
        foreach ((string tensor, string file) in places)
        {
            map[tensor] = file;
        }
        var index = new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = bytes }, ["weight_map"] = map };
        File.WriteAllText(path, index.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    // A folder saved again in another number of files must not keep those of the first time: readers look for the single file first.
    private static void RemoveOlder(string folder, string name, IReadOnlyList<string> written)
    {
        string[] mine = [$"{name}.safetensors", $"{name}.safetensors.index.json", .. Directory.EnumerateFiles(folder, $"{name}-?????-of-?????.safetensors")
            .Select(path => Path.GetFileName(path)!)];
        foreach (string file in mine.Except(written))
        {
            File.Delete(Path.Combine(folder, file));
        }
    }
}
