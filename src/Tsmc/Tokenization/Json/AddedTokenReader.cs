using System.Globalization;
using System.Text.Json;

namespace Tsmc.Tokenization.Json;

/// <summary>Reads added tokens, from <c>added_tokens</c> of a <c>tokenizer.json</c> and from the files beside a <c>tokenizer.model</c>.</summary>
internal static class AddedTokenReader
{
    /// <summary>Reads <c>added_tokens</c>, a list; empty where it is not there.</summary>
    /// <exception cref="InvalidDataException">The field is broken.</exception>
    public static IReadOnlyList<AddedToken> Read(string path, JsonElement root)
    {
        if (JsonFile.Optional(root, "added_tokens") is null)
        {
            return [];
        }
        return [.. JsonFile.Field(path, root, "added_tokens", JsonValueKind.Array).EnumerateArray().Select(token =>
            ReadToken(path, token, JsonFile.Id(path, JsonFile.Field(path, token, "id", JsonValueKind.Number), "in added_tokens")))];
    }

    /// <summary>Reads <c>added_tokens_decoder</c> of a <c>tokenizer_config.json</c>, an object by id; empty where it is not there.</summary>
    /// <exception cref="InvalidDataException">The field is broken.</exception>
    public static IReadOnlyList<AddedToken> ReadById(string path, JsonElement root)
    {
        if (JsonFile.Optional(root, "added_tokens_decoder") is null)
        {
            return [];
        }
        return [.. JsonFile.Field(path, root, "added_tokens_decoder", JsonValueKind.Object).EnumerateObject().Select(entry =>
            int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && JsonFile.IsId(id)
                ? ReadToken(path, entry.Value, id)
                : throw new InvalidDataException($"{path}: added_tokens_decoder holds '{entry.Name}'; expected a token's id."))];
    }

    /// <summary>Reads <c>added_tokens.json</c>: ids by text.</summary>
    /// <exception cref="InvalidDataException">The file is broken.</exception>
    public static IReadOnlyList<AddedToken> ReadFile(string path, byte[] content)
    {
        using JsonDocument document = JsonFile.Parse(path, content);
        return [.. document.RootElement.EnumerateObject().Select(entry =>
        {
            string text = JsonFile.Name(path, entry);
            return new AddedToken(text, JsonFile.Id(path, entry.Value, text));
        })];
    }

    private static AddedToken ReadToken(string path, JsonElement token, int id) => new(JsonFile.Text(path, token, "content"), id)
    {
        Special = JsonFile.Flag(path, token, "special"),
        LeftStrip = JsonFile.Flag(path, token, "lstrip"),
        RightStrip = JsonFile.Flag(path, token, "rstrip"),
        SingleWord = JsonFile.Flag(path, token, "single_word"),
        Normalized = JsonFile.Flag(path, token, "normalized"),
    };
}
