using System.Text.Json;

namespace Tsmc.Tokenization;

/// <summary>What <c>tokenizer_config.json</c> says: which tokens play which part.</summary>
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

    /// <summary>Whether the model was trained with the beginning token before every sequence.</summary>
    public bool AddBosToken { get; init; }

    /// <summary>Reads the file's content.</summary>
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
            AddBosToken = JsonFile.Flag(path, root, "add_bos_token"),
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
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Object => JsonFile.Text(path, value, "content"),
            _ => throw new InvalidDataException($"{path}: {field} must be a token's name, found {value.ValueKind}."),
        };
    }
}
