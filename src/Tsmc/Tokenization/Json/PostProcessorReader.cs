using System.Text.Json;

namespace Tsmc.Tokenization.Json;

/// <summary>Reads <c>post_processor</c> of a <c>tokenizer.json</c>: which special tokens stand before a sequence.</summary>
internal static class PostProcessorReader
{
    /// <summary>The names of the tokens before a single sequence; empty where there are none.</summary>
    /// <exception cref="InvalidDataException">The field is broken or asks for something not supported.</exception>
    public static IReadOnlyList<string> Prefix(string path, JsonElement root) =>
        JsonFile.Optional(root, "post_processor") is JsonElement part ? ReadPart(path, part) : [];

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
