using System.Text;
using System.Text.Json;
using Tsmc.Tokenization.PreTokenizers;

namespace Tsmc.Tokenization.Json;

/// <summary>
/// Reads <c>tokenizer.json</c>, the file of Hugging Face's <c>tokenizers</c>, for the model BPE: byte-level (DeepSeek, Llama-3, Qwen)
/// or with byte fallback (Llama-2, Mistral).
/// </summary>
internal static class TokenizerJson
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "tokenizer.json";

    /// <summary>Reads the file's content.</summary>
    /// <exception cref="InvalidDataException">The content is broken, or asks for something not supported; the message names <paramref name="path"/>.</exception>
    public static TokenizerModel Read(string path, byte[] content)
    {
        using JsonDocument document = JsonFile.Parse(path, content);
        JsonElement root = document.RootElement;
        JsonElement model = JsonFile.Field(path, root, "model", JsonValueKind.Object);
        // Old files leave the type out; only BPE has merges.
        if (JsonFile.Optional(model, "type") is not null && JsonFile.Text(path, model, "type") is not "BPE" and string type)
        {
            throw new InvalidDataException($"{path}: model type {type} is not supported; expected BPE.");
        }
        Func<string, string>? normalizer = new NormalizerReader(path).Read(root);
        var cut = new PreTokenizerReader(path);
        PreTokenizer preTokenizer = cut.Read(root);
        var decoder = new DecoderReader(path);
        decoder.Read(root, cut.ByteLevel);

        var vocabulary = new BytePairReader(path, model);
        AddedToken[] added = Number(AddedTokenReader.Read(path, root), vocabulary.Ids);
        int size = vocabulary.Ids.Values.Concat(added.Select(token => token.Id)).Max() + 1;
        string[] names = Enumerable.Repeat("", size).ToArray();
        byte[][] bytes = Enumerable.Repeat(Array.Empty<byte>(), size).ToArray();
        foreach ((string token, int id) in vocabulary.Ids.Concat(added.Select(token => KeyValuePair.Create(token.Content, token.Id))))
        {
            if (names[id] is { Length: > 0 } other && other != token)
            {
                throw new InvalidDataException($"{path}: tokens '{other}' and '{token}' share the id {id}.");
            }
            names[id] = token;
            bytes[id] = decoder.Bytes(token);
        }
        foreach (AddedToken token in added)
        {
            // The byte-level alphabet is not for added tokens: an é among them is that letter. (Hugging Face's library decodes it as a byte
            // all the same, so that the ö of DeepSeek's added tokens comes back as U+FFFD.)
            string text = token.Normalized && normalizer is not null ? normalizer(token.Content) : token.Content;
            bytes[token.Id] = cut.ByteLevel ? Encoding.UTF8.GetBytes(text) : decoder.Bytes(text);
        }
        string? prefix = PostProcessorReader.Prefix(path, root);
        return new TokenizerModel
        {
            Normalizer = normalizer is null ? null : (text, _) => normalizer(text),
            PreTokenizer = preTokenizer,
            Pieces = vocabulary.Model(added),
            Names = names,
            Bytes = bytes,
            FirstBytes = decoder.FirstBytes(names),
            AddedTokens = [.. added.Select(token => token.Normalized && normalizer is not null ? token with { Content = normalizer(token.Content) } : token)],
            Alphabet = cut.ByteLevel ? vocabulary.Alphabet() : null,
            LeadingSpaces = decoder.LeadingSpaces,
            InterpretsSpecialTokens = true,
            BosToken = prefix,
            AddsBos = prefix is not null,
        };
    }

    // The library numbers added tokens itself, whatever id the file says: one that the vocabulary holds keeps the vocabulary's id, the
    // others follow behind the vocabulary in order.
    private static AddedToken[] Number(IReadOnlyList<AddedToken> tokens, IReadOnlyDictionary<string, int> vocabulary)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        int next = vocabulary.Count;
        var numbered = new List<AddedToken>();
        foreach (AddedToken token in tokens.Where(token => token.Content.Length > 0))
        {
            if (!ids.TryGetValue(token.Content, out int id))
            {
                ids[token.Content] = id = vocabulary.TryGetValue(token.Content, out int known) ? known : next++;
            }
            numbered.Add(token with { Id = id });
        }
        return [.. numbered];
    }
}
