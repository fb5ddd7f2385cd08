using System.Text.Json;
using Tsmc.Tokenization.Unicode;

namespace Tsmc.Tokenization.Json;

/// <summary>Reads <c>normalizer</c> of a <c>tokenizer.json</c>: what is done to a text before it is cut.</summary>
internal sealed class NormalizerReader(string path)
{
    /// <summary>Reads the field; null without it.</summary>
    /// <exception cref="InvalidDataException">It is broken or asks for something not supported.</exception>
    public Func<string, string>? Read(JsonElement root) => JsonFile.Optional(root, "normalizer") is JsonElement part ? ReadPart(part) : null;

    private Func<string, string> ReadPart(JsonElement part)
    {
        string type = JsonFile.Text(path, part, "type");
        switch (type)
        {
            case "Sequence":
                Func<string, string>[] parts =
                    [.. JsonFile.Field(path, part, "normalizers", JsonValueKind.Array).EnumerateArray().Select(ReadPart)];
                return text => parts.Aggregate(text, (sofar, step) => step(sofar));
            case "NFC" or "NFD" or "NFKC" or "NFKD":
                return text => UnicodeNormalization.Normalize(text, compatibility: type[2] == 'K', compose: type[^1] == 'C');
            case "Prepend":
                string prefix = JsonFile.Text(path, part, "prepend");
                return text => text.Length == 0 ? text : prefix + text;
            case "Replace":
                return ReadReplace(part);
            case "Lowercase":
                // The one letter whose lower case is two characters.
                return text => text.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();
            case "Strip":
                bool left = JsonFile.Flag(path, part, "strip_left"), right = JsonFile.Flag(path, part, "strip_right");
                return text => (left, right) switch
                {
                    (true, true) => text.Trim(),
                    (true, false) => text.TrimStart(),
                    (false, true) => text.TrimEnd(),
                    _ => text,
                };
            default:
                throw new InvalidDataException(
                    $"{path}: normalizer {type} is not supported; expected Sequence, NFC, NFD, NFKC, NFKD, Prepend, Replace, Lowercase or Strip.");
        }
    }

    private Func<string, string> ReadReplace(JsonElement part)
    {
        JsonElement pattern = JsonFile.Field(path, part, "pattern", JsonValueKind.Object);
        string content = JsonFile.Text(path, part, "content");
        if (pattern.TryGetProperty("String", out _))
        {
            string literal = JsonFile.Text(path, pattern, "String");
            return literal.Length == 0
                ? throw new InvalidDataException($"{path}: normalizer Replace has an empty pattern.")
                : text => text.Replace(literal, content, StringComparison.Ordinal);
        }
        string source = JsonFile.Text(path, pattern, "Regex");
        CodePointPattern expression;
        try
        {
            expression = CodePointPattern.Parse(source);
        }
        catch (FormatException error)
        {
            throw new InvalidDataException($"{path}: the pattern '{source}' of a normalizer cannot be read: {error.Message}.", error);
        }
        return text =>
        {
            var replaced = new System.Text.StringBuilder();
            int end = 0;
            foreach ((int start, int length) in expression.Matches(text))
            {
                replaced.Append(text, end, start - end).Append(content);
                end = start + length;
            }
            return replaced.Append(text, end, text.Length - end).ToString();
        };
    }
}
