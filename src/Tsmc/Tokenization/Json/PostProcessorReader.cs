using System.Text.Json;

namespace Tsmc.Tokenization.Json;

/// <summary>Reads <c>post_processor</c> of a <c>tokenizer.json</c>: which special tokens stand before a sequence.</summary>
internal static class PostProcessorReader
{
    /// <summary>The name of the token before a single sequence; null where there is none.</summary>
    /// <remarks>What the template puts behind a sequence, such as the end, is left out: see <see cref="TokenizerConfig"/>.</remarks>
    /// <exception cref="InvalidDataException">The field is broken or asks for something not supported.</exception>
    public static string? Prefix(string path, JsonElement root)
    {
        IReadOnlyList<string> names = JsonFile.Optional(root, "post_processor") is JsonElement part ? ReadPart(path, part) : [];
        return names.Count <= 1
            ? names.FirstOrDefault()
            : throw new InvalidDataException($"{path}: post_processor puts {string.Join(" and ", names)} before a text; expected one token at most.");
    }

    private static IReadOnlyList<string> ReadPart(string path, JsonElement part)
    {
        string type = JsonFile.Text(path, part, "type");
        return type switch
        {
            "Sequence" => [.. JsonFile.Field(path, part, "processors", JsonValueKind.Array).EnumerateArray().SelectMany(inner => ReadPart(path, inner))],
            "ByteLevel" => [], // it only moves offsets, which nobody asks for here
            "TemplateProcessing" => [.. JsonFile.Field(path, part, "single", JsonValueKind.Array).EnumerateArray()
                .TakeWhile(item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("SpecialToken", out _))
                .Select(item => JsonFile.Text(path, item.GetProperty("SpecialToken"), "id"))],
            _ => throw new InvalidDataException(
                $"{path}: post_processor {type} is not supported; expected Sequence, ByteLevel or TemplateProcessing."),
        };
    }
}
