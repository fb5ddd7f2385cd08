using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Tsmc.Models.Files;

/// <summary>
/// Reads the header of a safetensors file: eight bytes of length, a JSON object of names, number types, shapes and offsets, then the
/// numbers (<see href="https://huggingface.co/docs/safetensors">the format's page</see>). The header is held to the format before a
/// byte of a tensor is read, and nothing is allocated that the file's own size does not cover.
/// </summary>
internal static class SafetensorsFile
{
    private const string Expected = "a safetensors file";
    private const int LengthBytes = 8;
    private const long MaxHeader = 16_000_000; // what so many tensors take; the reference implementation allows 100 MB, which takes seconds to refuse
    private const int MaxTensors = 100_000; // ten times a model of 70 thousand million weights

    // Every number type of the format with its size in bytes; the second is null where no weight has it.
    private static readonly Dictionary<string, (int Size, ScalarType? Type)> Types = new()
    {
        ["F64"] = (8, ScalarType.Float64),
        ["F32"] = (4, ScalarType.Float32),
        ["F16"] = (2, ScalarType.Float16),
        ["BF16"] = (2, ScalarType.BFloat16),
        ["I8"] = (1, ScalarType.Int8),
        ["I64"] = (8, null),
        ["U64"] = (8, null),
        ["C64"] = (8, null),
        ["I32"] = (4, null),
        ["U32"] = (4, null),
        ["I16"] = (2, null),
        ["U16"] = (2, null),
        ["U8"] = (1, null),
        ["BOOL"] = (1, null),
        ["F8_E4M3"] = (1, null),
        ["F8_E5M2"] = (1, null),
        ["F8_E8M0"] = (1, null),
    };

    /// <summary>The tensors of a file, in the order of their bytes.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what the format says; the message says where.</exception>
    public static IReadOnlyList<StoredTensor> Read(string path)
    {
        try
        {
            using FileStream file = InputFile.Open(path, Expected);
            (byte[] header, long dataStart) = Header(file);
            CheckCount(header);
            using JsonDocument document = StrictJson.Parse(header);
            (StoredTensor Tensor, long Begin)[] tensors = [.. Entries(document.RootElement)
                .Select(entry => Entry(entry, path, dataStart)).OrderBy(entry => entry.Begin).ThenBy(entry => entry.Tensor.Bytes)];
            CheckCover(tensors, file.Length - dataStart);
            return [.. tensors.Select(entry => entry.Tensor)];
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: not a readable safetensors file (its header is not valid JSON: {error.Message})", error);
        }
        catch (Malformed error)
        {
            throw new InvalidDataException($"{path}: not a readable safetensors file ({error.Message}).", error);
        }
    }

    /// <summary>The name of a number type in the format.</summary>
    public static string TypeName(ScalarType type) => Types.First(entry => entry.Value.Type == type).Key;

    private static (byte[] Json, long DataStart) Header(FileStream file)
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        if (file.ReadAtLeast(length, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
        {
            throw new Malformed($"{file.Length} bytes; expected at least {LengthBytes}");
        }
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(length);
        long rest = file.Length - LengthBytes;
        if (size > (ulong)rest)
        {
            throw new Malformed($"its header claims {size} bytes, {rest} are there");
        }
        if (size > MaxHeader)
        {
            throw new Malformed($"its header claims {size} bytes; expected at most {MaxHeader}");
        }
        var json = new byte[size];
        file.ReadExactly(json);
        return (json, LengthBytes + (long)size);
    }

    private static IEnumerable<JsonProperty> Entries(JsonElement root) => root.ValueKind == JsonValueKind.Object
        ? root.EnumerateObject().Where(entry => entry.Name != "__metadata__")
        : throw new Malformed($"its header is a JSON {root.ValueKind}; expected an object");

    // Before a document is made of it, which takes ten times the header.
    private static void CheckCount(byte[] header)
    {
        var reader = new Utf8JsonReader(header);
        int names = 0;
        while (names <= MaxTensors && reader.Read())
        {
            names += reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 ? 1 : 0;
        }
        if (names > MaxTensors)
        {
            throw new Malformed($"its header names more than {MaxTensors} tensors");
        }
    }

    private static (StoredTensor Tensor, long Begin) Entry(JsonProperty entry, string path, long dataStart)
    {
        if (entry.Value.ValueKind != JsonValueKind.Object
            || !entry.Value.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !entry.Value.TryGetProperty("shape", out JsonElement shape) || !entry.Value.TryGetProperty("data_offsets", out JsonElement offsets)
            || entry.Value.GetPropertyCount() != 3)
        {
            throw new Malformed($"the tensor {entry.Name} must have dtype, shape and data_offsets, and nothing else");
        }
        if (!Types.TryGetValue(type.GetString()!, out (int Size, ScalarType? Type) kind))
        {
            throw new Malformed($"the tensor {entry.Name} has the number type {type}, which the format does not know");
        }
        long[] sizes = Whole(entry.Name, "shape", shape);
        long[] range = Whole(entry.Name, "data_offsets", offsets);
        if (range.Length != 2 || range[1] < range[0])
        {
            throw new Malformed($"the tensor {entry.Name} has the data_offsets {offsets}; expected a begin and an end");
        }
        long bytes = range[1] - range[0];
        if (Product(sizes, kind.Size) != bytes)
        {
            throw new Malformed($"the tensor {entry.Name} of shape {shape} and type {type} has {bytes} bytes");
        }
        long position = dataStart + range[0];
        return (new StoredTensor(entry.Name, kind.Type, sizes, bytes, path, () => InputFile.Open(path, Expected, position)), range[0]);
    }

    private static long[] Whole(string tensor, string field, JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new Malformed($"the tensor {tensor} has the {field} {list}; expected a list of whole numbers");
        }
        return [.. list.EnumerateArray().Select(element => element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long number) && number >= 0
            ? number
            : throw new Malformed($"the tensor {tensor} has {element} in its {field}; expected whole numbers of at least 0"))];
    }

    /// <summary>The bytes of a shape, or null when they overflow.</summary>
    private static long? Product(long[] sizes, long elementSize)
    {
        long product = elementSize;
        foreach (long size in sizes)
        {
            if (size != 0 && product > long.MaxValue / size)
            {
                return null;
            }
            product *= size;
        }
        return product;
    }

    /// <summary>The tensors cover the data from end to end: no hole, no overlap, nothing outside.</summary>
    private static void CheckCover((StoredTensor Tensor, long Begin)[] tensors, long dataBytes)
    {
        long end = 0;
        foreach ((StoredTensor tensor, long begin) in tensors)
        {
            if (begin != end)
            {
                throw new Malformed($"the tensor {tensor.Name} begins at byte {begin} of the data, the one before it ends at {end}");
            }
            end = begin + tensor.Bytes;
        }
        if (end != dataBytes)
        {
            throw new Malformed($"its tensors take {end} bytes of data, {dataBytes} are there");
        }
    }

    private sealed class Malformed(string message) : Exception(message);
}
