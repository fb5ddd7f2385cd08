using System.Text;
using System.Text.Json.Nodes;

namespace Tsmc.Tokenization.Json;

/// <summary>Writes <c>tokenizer.json</c>, the file of Hugging Face's <c>tokenizers</c>, for byte-level BPE.</summary>
internal static class TokenizerJsonWriter
{
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
}
