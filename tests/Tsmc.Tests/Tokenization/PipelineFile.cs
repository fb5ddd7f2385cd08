using System.Text.Json.Nodes;
using Tsmc.Tokenization;

namespace Tsmc.Tests.Tokenization;

/// <summary>A <c>tokenizer.json</c> of Llama-2's kind, small, with parts to choose.</summary>
internal sealed class PipelineFile : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Ids: 0 unknown, 1 the end, then the bytes where asked for, then the pieces in order.</summary>
    public Tokenizer Load(
        bool fallback = false, string pieces = "a b ab ▁ ▁a . 1 2 12 x", string merges = "a,b ▁,a 1,2", string normalizer = "null",
        string preTokenizer = "null", string? decoder = null, string addedTokens = "", string model = "", int bytes = 256)
    {
        var vocabulary = new JsonObject { ["<unk>"] = 0, ["</s>"] = 1 };
        foreach (string token in Enumerable.Range(0, fallback ? bytes : 0).Select(value => $"<0x{value:X2}>").Concat(pieces.Split(' ')))
        {
            vocabulary.Add(token, vocabulary.Count);
        }
        string mergeList = string.Join(", ", merges.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => $"\"{pair.Replace(',', ' ')}\""));
        decoder ??= """
            { "type": "Sequence", "decoders": [{ "type": "Replace", "pattern": { "String": "▁" }, "content": " " }, { "type": "ByteFallback" }, { "type": "Fuse" }] }
            """;
        File.WriteAllText(_folder.File("tokenizer.json"), $$"""
            { "added_tokens": [{ "id": 0, "content": "<unk>", "special": true }, { "id": 1, "content": "</s>", "special": true } {{addedTokens}}],
              "normalizer": {{normalizer}}, "pre_tokenizer": {{preTokenizer}}, "decoder": {{decoder}},
              "model": { "type": "BPE", "unk_token": "<unk>", "byte_fallback": {{(fallback ? "true" : "false")}} {{model}},
                         "vocab": {{vocabulary.ToJsonString()}}, "merges": [{{mergeList}}] } }
            """);
        File.WriteAllText(_folder.File("tokenizer_config.json"), """{ "eos_token": "</s>" }""");
        return Tokenizer.Load(_folder.Path);
    }

    /// <summary>The tokens of a text, with bars between.</summary>
    public static string Tokens(Tokenizer tokenizer, string text) =>
        string.Join('|', tokenizer.Encode(text).Select(id => tokenizer.TokenText(id).Replace(' ', '▁')));
}
