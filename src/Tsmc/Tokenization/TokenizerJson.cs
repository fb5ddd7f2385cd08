using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Tsmc.Tokenization;

/// <summary>Reads and writes <c>tokenizer.json</c>, the file of Hugging Face's <c>tokenizers</c>, for byte-level BPE.</summary>
internal static class TokenizerJson
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "tokenizer.json";

    // GPT-2's pattern, which a ByteLevel pre-tokenizer applies itself when it says use_regex.
    private const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>Reads the file's content.</summary>
    /// <exception cref="InvalidDataException">The content is broken, or asks for something not supported; the message names <paramref name="path"/>.</exception>
    public static TokenizerModel Read(string path, byte[] content)
    {
        using JsonDocument document = JsonFile.Parse(path, content);
        JsonElement root = document.RootElement;
        JsonElement model = JsonFile.Field(path, root, "model", JsonValueKind.Object);
        if (JsonFile.Text(path, model, "type") is not "BPE" and string type)
        {
            throw new InvalidDataException($"{path}: model type {type} is not supported; expected BPE.");
        }
        if (root.TryGetProperty("normalizer", out JsonElement normalizer) && normalizer.ValueKind == JsonValueKind.Object)
        {
            throw new InvalidDataException($"{path}: normalizer {JsonFile.Text(path, normalizer, "type")} is not supported; expected none.");
        }
        if (JsonFile.Flag(path, model, "ignore_merges"))
        {
            throw new InvalidDataException($"{path}: ignore_merges is not supported; expected false.");
        }

        var patterns = new List<Regex>();
        if (!ReadPreTokenizer(path, JsonFile.Field(path, root, "pre_tokenizer", JsonValueKind.Object), patterns))
        {
            throw new InvalidDataException($"{path}: pre_tokenizer has no ByteLevel part; only byte-level BPE is supported.");
        }

        Dictionary<string, int> vocabulary = ReadVocabulary(path, model);
        Dictionary<string, int> specialTokens = ReadAddedTokens(path, root);
        int size = vocabulary.Values.Concat(specialTokens.Values).Max() + 1;
        string[] names = Enumerable.Repeat("", size).ToArray();
        byte[][] bytes = Enumerable.Repeat(Array.Empty<byte>(), size).ToArray();
        bool[] alphabet = new bool[256];
        foreach ((string token, int id) in vocabulary.Concat(specialTokens))
        {
            if (names[id] is { Length: > 0 } other && other != token)
            {
                throw new InvalidDataException($"{path}: tokens '{other}' and '{token}' share the id {id}.");
            }
            names[id] = token;
            bytes[id] = specialTokens.ContainsKey(token) ? [] : ByteLevel.Bytes(token)
                ?? throw new InvalidDataException($"{path}: token '{token}' holds a character outside the byte-level alphabet.");
            if (bytes[id] is [byte single])
            {
                alphabet[single] = true;
            }
        }

        // Left in the vocabulary, a special token's name could come out of ordinary text.
        var options = new BpeOptions(vocabulary.Where(entry => !specialTokens.ContainsKey(entry.Key)))
        {
            Merges = ReadMerges(path, model),
            ByteLevel = true,
            PreTokenizer = new SplitPreTokenizer(patterns),
        };
        try
        {
            return new TokenizerModel
            {
                Core = BpeTokenizer.Create(options),
                Names = names,
                Bytes = bytes,
                SpecialTokens = specialTokens,
                Alphabet = alphabet,
            };
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Writes a byte-level BPE tokenizer; ids are positions: special tokens, then symbols, then one token a merge.</summary>
    public static byte[] Write(
        IReadOnlyList<string> specialTokens, IEnumerable<string> symbols, IReadOnlyList<(string Left, string Right)> merges, string pattern)
    {
        var addedTokens = new JsonArray();
        for (int id = 0; id < specialTokens.Count; id++)
        {
            addedTokens.Add(new JsonObject
            {
                ["id"] = id,
                ["content"] = specialTokens[id],
                ["single_word"] = false,
                ["lstrip"] = false,
                ["rstrip"] = false,
                ["normalized"] = false,
                ["special"] = true,
            });
        }
        var vocabulary = new JsonObject();
        foreach (string token in specialTokens.Concat(symbols).Concat(merges.Select(merge => merge.Left + merge.Right)))
        {
            vocabulary.Add(token, vocabulary.Count);
        }
        var root = new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = addedTokens,
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "Split",
                        ["pattern"] = new JsonObject { ["Regex"] = pattern },
                        ["behavior"] = "Isolated",
                        ["invert"] = false,
                    },
                    ByteLevelPart(useRegex: false)),
            },
            ["post_processor"] = null,
            ["decoder"] = ByteLevelPart(useRegex: true),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["ignore_merges"] = false,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. merges.Select(merge => JsonValue.Create($"{merge.Left} {merge.Right}"))]),
            },
        };
        return Encoding.UTF8.GetBytes(root.ToJsonString(JsonFile.Format) + "\n");
    }

    private static JsonObject ByteLevelPart(bool useRegex) => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = false,
        ["trim_offsets"] = true,
        ["use_regex"] = useRegex,
    };

    // Collects the patterns in order; true when the byte-level alphabet is used.
    private static bool ReadPreTokenizer(string path, JsonElement part, List<Regex> patterns)
    {
        string type = JsonFile.Text(path, part, "type");
        switch (type)
        {
            case "Sequence":
                bool byteLevel = false;
                foreach (JsonElement inner in JsonFile.Field(path, part, "pretokenizers", JsonValueKind.Array).EnumerateArray())
                {
                    byteLevel |= ReadPreTokenizer(path, inner, patterns);
                }
                return byteLevel;
            case "Split":
                if (JsonFile.Text(path, part, "behavior") != "Isolated" || JsonFile.Flag(path, part, "invert"))
                {
                    throw new InvalidDataException($"{path}: pre_tokenizer Split is supported with behavior Isolated and invert false only.");
                }
                JsonElement pattern = JsonFile.Field(path, part, "pattern", JsonValueKind.Object);
                string regex = pattern.TryGetProperty("String", out _)
                    ? Regex.Escape(JsonFile.Text(path, pattern, "String"))
                    : JsonFile.Text(path, pattern, "Regex");
                patterns.Add(Pattern(path, regex));
                return false;
            case "ByteLevel":
                if (JsonFile.Flag(path, part, "add_prefix_space"))
                {
                    throw new InvalidDataException($"{path}: pre_tokenizer ByteLevel with add_prefix_space is not supported; expected false.");
                }
                // Hugging Face takes use_regex for true where an old file does not say.
                if (!part.TryGetProperty("use_regex", out _) || JsonFile.Flag(path, part, "use_regex"))
                {
                    patterns.Add(Pattern(path, Gpt2Pattern));
                }
                return true;
            default:
                throw new InvalidDataException($"{path}: pre_tokenizer {type} is not supported; expected Sequence, Split or ByteLevel.");
        }
    }

    private static Regex Pattern(string path, string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{path}: pre_tokenizer pattern '{pattern}' is not a regular expression that .NET understands.", error);
        }
    }

    private static Dictionary<string, int> ReadVocabulary(string path, JsonElement model)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (JsonProperty entry in JsonFile.Field(path, model, "vocab", JsonValueKind.Object).EnumerateObject())
        {
            if (!vocabulary.TryAdd(entry.Name, JsonFile.Id(path, entry.Value, entry.Name)))
            {
                throw new InvalidDataException($"{path}: token '{entry.Name}' stands twice in vocab.");
            }
        }
        return vocabulary.Count > 0 ? vocabulary : throw new InvalidDataException($"{path}: vocab is empty.");
    }

    private static Dictionary<string, int> ReadAddedTokens(string path, JsonElement root)
    {
        var tokens = new Dictionary<string, int>(StringComparer.Ordinal);
        if (root.TryGetProperty("added_tokens", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement token in list.EnumerateArray())
            {
                string content = JsonFile.Text(path, token, "content");
                tokens[content] = JsonFile.Id(path, JsonFile.Field(path, token, "id", JsonValueKind.Number), content);
            }
        }
        return tokens;
    }

    // Either "left right" or ["left", "right"], by the version of tokenizers that wrote the file.
    private static List<string> ReadMerges(string path, JsonElement model)
    {
        var merges = new List<string>();
        foreach (JsonElement merge in JsonFile.Field(path, model, "merges", JsonValueKind.Array).EnumerateArray())
        {
            string? pair = merge.ValueKind switch
            {
                JsonValueKind.String => merge.GetString(),
                JsonValueKind.Array when merge.GetArrayLength() == 2 && merge.EnumerateArray().All(part => part.ValueKind == JsonValueKind.String)
                    => $"{merge[0].GetString()} {merge[1].GetString()}",
                _ => null,
            };
            merges.Add(pair ?? throw new InvalidDataException($"{path}: merge {merges.Count} must be two tokens, found {merge.GetRawText()}."));
        }
        return merges;
    }
}
