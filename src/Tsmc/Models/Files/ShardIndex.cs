using System.Text.Json;

namespace Tsmc.Models.Files;

/// <summary>The index of a checkpoint in several files: which tensor lies in which (<c>model.safetensors.index.json</c>).</summary>
internal static class ShardIndex
{
    private const long MaxBytes = 100_000_000;

    /// <summary>Reads an index and the tensors of its files.</summary>
    /// <param name="path">The index.</param>
    /// <param name="read">Reads one file.</param>
    /// <exception cref="FileNotFoundException">A file that the index names is not there.</exception>
    /// <exception cref="InvalidDataException">The index is damaged, leads out of its folder, or does not fit its files.</exception>
    public static IReadOnlyList<StoredTensor> Read(string path, Func<string, IReadOnlyList<StoredTensor>> read)
    {
        Dictionary<string, string> map = Map(path);
        string folder = Path.GetDirectoryName(path)!;
        var found = new Dictionary<string, StoredTensor>();
        foreach (string file in map.Values.Distinct().Order(StringComparer.Ordinal))
        {
            string shard = Path.Combine(folder, file);
            if (!Path.Exists(shard))
            {
                throw new FileNotFoundException($"{shard}: no such file; {Path.GetFileName(path)} says that weights lie there.", shard);
            }
            foreach (StoredTensor tensor in read(shard))
            {
                if (!found.TryAdd(tensor.Name, tensor))
                {
                    throw new InvalidDataException(
                        $"{shard}: the tensor {tensor.Name} is in {Path.GetFileName(found[tensor.Name].File)} as well; expected it once.");
                }
            }
        }
        foreach ((string name, string file) in map)
        {
            if (!found.TryGetValue(name, out StoredTensor? tensor) || Path.GetFileName(tensor.File) != file)
            {
                throw new InvalidDataException($"{path}: the tensor {name} is not in {file}, where the index says it is.");
            }
        }
        return [.. found.Values];
    }

    private static Dictionary<string, string> Map(string path)
    {
        byte[] json = InputFile.ReadAll(path, "an index of weight files", MaxBytes);
        try
        {
            using JsonDocument document = StrictJson.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("weight_map", out JsonElement map)
                || map.ValueKind != JsonValueKind.Object || map.GetPropertyCount() == 0)
            {
                throw new InvalidDataException($"{path}: expected a JSON object whose weight_map says which tensor lies in which file.");
            }
            return map.EnumerateObject().ToDictionary(entry => entry.Name, entry => PlainName(path, entry));
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: not valid JSON: {error.Message}", error);
        }
    }

    // An index comes from a stranger: it may name files beside it and nothing else.
    private static string PlainName(string path, JsonProperty entry)
    {
        string? name = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
        return name is { Length: > 0 and < 256 } && name[0] != '.' && name.AsSpan().IndexOfAny("/\\:\0") < 0
            ? name
            : throw new InvalidDataException($"{path}: the tensor {entry.Name} lies in {Shown(entry.Value)}; expected the name of a file beside the index.");
    }

    private static string Shown(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length > 80 ? text[..80] + "..." : text;
    }
}
