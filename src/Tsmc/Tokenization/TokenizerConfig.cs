using System.Text.Json;
using Tsmc.Tokenization.Json;

namespace Tsmc.Tokenization;

/// <summary>What <c>tokenizer_config.json</c> says: which tokens play which part.</summary>
/// <remarks>
/// Its <c>add_eos_token</c> is left unread, and so is what a template of <c>tokenizer.json</c> puts behind a text: what is encoded here is a
/// prompt or a part of a solution, and an end behind it would say that nothing follows. Training puts <see cref="Tokenizer.EosId"/> itself
/// where a whole solution ends. Nor are <c>truncation</c> and <c>padding</c> of <c>tokenizer.json</c> followed: they are left over from the
/// last call before the file was saved, transformers sets them anew at each call, and a text that is cut off unasked is no prompt.
/// </remarks>
internal sealed record TokenizerConfig
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "tokenizer_config.json";

    /// <summary>Name of the token that begins a sequence.</summary>
    public string? BosToken { get; init; }

    /// <summary>Name of the token that ends a sequence.</summary>
    public string? EosToken { get; init; }

    /// <summary>Name of the token that fills up a batch.</summary>
    public string? PadToken { get; init; }

    /// <summary>Whether the beginning token comes before every sequence (<c>add_bos_token</c>); null where the file does not say.</summary>
    public bool? AddBosToken { get; init; }

    /// <summary>Name of the class that transformers reads the tokenizer with.</summary>
    public string? TokenizerClass { get; init; }

    /// <summary>Whether SentencePiece's dummy prefix comes before every stretch of text between special tokens, or only before the first.</summary>
    public bool Legacy { get; init; } = true;

    /// <summary>Tokens that the model's own file may not hold.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    /// <summary>Whether the class is one of those that put the beginning token first unless told otherwise.</summary>
    public bool IsLlamaClass => TokenizerClass?.Replace("Fast", "", StringComparison.Ordinal) is "LlamaTokenizer" or "CodeLlamaTokenizer" or "GemmaTokenizer";

    /// <summary>Reads the file's content; <c>special_tokens_map.json</c> is read in the same way.</summary>
    /// <exception cref="InvalidDataException">The content is not JSON or a field has the wrong kind; the message names <paramref name="path"/>.</exception>
    public static TokenizerConfig Read(string path, byte[] content)
    {
        using JsonDocument document = JsonFile.Parse(path, content);
        JsonElement root = document.RootElement;
        return new TokenizerConfig
        {
            BosToken = TokenName(path, root, "bos_token"),
            EosToken = TokenName(path, root, "eos_token"),
            PadToken = TokenName(path, root, "pad_token"),
            AddBosToken = JsonFile.Optional(root, "add_bos_token") is null ? null : JsonFile.Flag(path, root, "add_bos_token"),
            TokenizerClass = JsonFile.Optional(root, "tokenizer_class") is null ? null : JsonFile.Text(path, root, "tokenizer_class"),
            Legacy = JsonFile.Flag(path, root, "legacy", standard: true),
            AddedTokens = AddedTokenReader.ReadById(path, root),
        };
    }

    /// <summary>Writes the file's content.</summary>
    public static byte[] Write(string eosToken, string padToken, int maximumLength) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            add_bos_token = false,
            bos_token = (string?)null,
            clean_up_tokenization_spaces = false,
            eos_token = eosToken,
            model_max_length = maximumLength,
            pad_token = padToken,
            tokenizer_class = "PreTrainedTokenizerFast",
        },
        JsonFile.Format);

    // A name is written plainly or, by older versions of transformers, inside an object with its flags.
    private static string? TokenName(string path, JsonElement root, string field)
    {
        if (!root.TryGetProperty(field, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        return value.ValueKind switch
        {
            JsonValueKind.String => JsonFile.String(path, value, field),
            JsonValueKind.Object => JsonFile.Text(path, value, "content"),
            _ => throw new InvalidDataException($"{path}: {field} must be a token's name, found {value.ValueKind}."),
        };
    }
}
