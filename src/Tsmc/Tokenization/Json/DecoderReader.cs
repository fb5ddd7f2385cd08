using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Tsmc.Tokenization.SentencePiece;

namespace Tsmc.Tokenization.Json;

/// <summary>
/// Reads <c>decoder</c> of a <c>tokenizer.json</c> into the bytes that each token writes and the spaces that a decoded text
/// begins with of the tokenizer's own accord.
/// </summary>
internal sealed class DecoderReader(string path)
{
    private readonly List<(string From, string To)> _replacements = [];
    private string? _dropped; // what a Metaspace takes out of a text's first token
    private bool _byteLevel;
    private bool _byteFallback;
    private bool _fused;

    /// <summary>Spaces at the beginning of a decoded text that are to be taken away.</summary>
    public int LeadingSpaces { get; private set; }

    /// <summary>Reads the field.</summary>
    /// <param name="root">The file.</param>
    /// <param name="byteLevel">Whether the pre-tokenizer writes the byte-level alphabet, which then is what a file without decoder means.</param>
    /// <exception cref="InvalidDataException">It is broken or asks for something not supported.</exception>
    public void Read(JsonElement root, bool byteLevel)
    {
        _byteLevel = byteLevel;
        if (JsonFile.Optional(root, "decoder") is JsonElement part)
        {
            _byteLevel = false;
            ReadPart(part);
        }
        else if (!byteLevel)
        {
            throw new InvalidDataException($"{path}: decoder is missing; expected how tokens are joined, such as ByteLevel or a Sequence.");
        }
    }

    /// <summary>The bytes a token of the vocabulary writes.</summary>
    public byte[] Bytes(string token)
    {
        foreach ((string from, string to) in _replacements)
        {
            token = token.Replace(from, to, StringComparison.Ordinal);
        }
        if (_byteFallback && ByteToken.TryParse(token, out byte value))
        {
            return [value];
        }
        return (_byteLevel ? ByteLevel.Bytes(token) : null) ?? Encoding.UTF8.GetBytes(token);
    }

    /// <summary>The bytes of those tokens, of the given names by id, that write something else at the beginning of a text.</summary>
    public IReadOnlyDictionary<int, byte[]> FirstBytes(IReadOnlyList<string> names) => _dropped is null
        ? FrozenDictionary<int, byte[]>.Empty
        : names.Index().Where(entry => entry.Item.Contains(_dropped, StringComparison.Ordinal))
            .ToFrozenDictionary(entry => entry.Index, entry => Bytes(entry.Item.Replace(_dropped, "", StringComparison.Ordinal)));

    private void ReadPart(JsonElement part)
    {
        string type = JsonFile.Text(path, part, "type");
        switch (type)
        {
            case "Sequence":
                foreach (JsonElement inner in JsonFile.Field(path, part, "decoders", JsonValueKind.Array).EnumerateArray())
                {
                    ReadPart(inner);
                }
                break;
            case "ByteLevel":
                _byteLevel = true;
                break;
            case "ByteFallback":
                _byteFallback = true;
                break;
            case "Fuse":
                _fused = true;
                break;
            case "Replace" when !_fused && !_byteFallback && !_byteLevel:
                JsonElement pattern = JsonFile.Field(path, part, "pattern", JsonValueKind.Object);
                string from = pattern.TryGetProperty("Regex", out _)
                    ? throw new InvalidDataException($"{path}: decoder Replace with a Regex is not supported; expected a String.")
                    : JsonFile.Text(path, pattern, "String");
                _replacements.Add(from.Length > 0
                    ? (from, JsonFile.Text(path, part, "content"))
                    : throw new InvalidDataException($"{path}: decoder Replace has an empty pattern."));
                break;
            case "Metaspace" when _replacements.Count == 0 && !_fused && !_byteFallback && !_byteLevel:
                Metaspace space = Metaspace.Read(path, part);
                _replacements.Add((space.Replacement, " "));
                _dropped = space.Scheme == "never" ? null : space.Replacement;
                break;
            case "Strip" when _fused && JsonFile.Text(path, part, "content") == " " && Number(part, "stop") == 0:
                LeadingSpaces += Number(part, "start");
                break;
            default:
                throw new InvalidDataException(
                    $"{path}: decoder {type}, as it stands here, is not supported; expected ByteLevel, Metaspace, or a Sequence of Replace, "
                    + "ByteFallback, Fuse and a Strip of spaces at the start.");
        }
    }

    private int Number(JsonElement part, string name) =>
        JsonFile.Field(path, part, name, JsonValueKind.Number).TryGetInt32(out int number) && number is >= 0 and < 100
            ? number
            : throw new InvalidDataException($"{path}: decoder Strip has a wrong number of characters in {name}.");
}
