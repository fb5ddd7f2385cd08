using System.Buffers;
using CsCheck;
using Microsoft.ML.Tokenizers;
using Tokenizer = Tsmc.Tokenization.Tokenizer;

namespace Tsmc.Tests.Tokenization;

/// <summary>What Microsoft.ML.Tokenizers promises of its tokenizers holds for ours.</summary>
public sealed class MicrosoftTokenizerTests : IDisposable
{
    private const string Text = "the café: x² = 𝑥·𝑥, naïve 🙂";

    // Some pieces, and byte tokens for what they cannot write.
    private readonly PipelineFile _file = new();
    private readonly Tokenizer _ours;
    private readonly Microsoft.ML.Tokenizers.Tokenizer _seen;

    public MicrosoftTokenizerTests()
    {
        _ours = _file.Load(fallback: true, pieces: "t h e th the a", merges: "t,h th,e");
        _seen = _ours;
    }

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Ids_counts_and_text_are_our_own()
    {
        IReadOnlyList<int> ids = _ours.Encode(Text);
        Assert.Equal(ids, _seen.EncodeToIds(Text));
        Assert.Equal(ids, _seen.EncodeToIds(Text.AsSpan()));
        Assert.Equal(ids.Count, _seen.CountTokens(Text));
        Assert.Equal(Text, _seen.Decode(ids));
    }

    [Fact]
    public void Ranges_lead_back_into_the_text()
    {
        IReadOnlyList<EncodedToken> tokens = _seen.EncodeToTokens(Text, out string? normalized);
        Assert.Null(normalized); // nothing was changed: the ranges are into the text
        Assert.Equal(0, tokens[0].Offset.Start.Value);
        Assert.Equal(Text.Length, tokens[^1].Offset.End.Value);
        Assert.All(tokens.Zip(tokens.Skip(1)), pair => Assert.True(
            pair.First.Offset.End.Value == pair.Second.Offset.Start.Value || pair.First.Offset.Equals(pair.Second.Offset), "They touch, or are parts of one character."));
        Assert.All(tokens.Where(token => Text[token.Offset].All(char.IsAscii)), token => Assert.Equal(token.Value, Text[token.Offset]));
        Assert.Equal(4, tokens.Count(token => Text[token.Offset] == "🙂")); // one token for each of its bytes
    }

    [Fact]
    public void A_normalised_text_is_given_with_the_ranges_into_it()
    {
        using var file = new PipelineFile();
        Microsoft.ML.Tokenizers.Tokenizer tokenizer = file.Load(normalizer: """{ "type": "Replace", "pattern": { "String": "x" }, "content": "ab" }""");
        IReadOnlyList<EncodedToken> tokens = tokenizer.EncodeToTokens("1x2", out string? normalized);
        Assert.Equal("1ab2", normalized);
        Assert.Equal(["1", "ab", "2"], tokens.Select(token => normalized![token.Offset]));
    }

    [Fact]
    public void A_special_token_counts_as_the_files_own_library_counts_it()
    {
        Assert.True(_ours.InterpretsSpecialTokens);
        IReadOnlyList<EncodedToken> tokens = _seen.EncodeToTokens("the</s>", out _);
        Assert.Equal((_ours.EosId, "</s>"), (tokens[^1].Id, tokens[^1].Value));
        Assert.Equal("the", _seen.Decode(tokens.Select(token => token.Id)));
    }

    [Fact]
    public void No_more_tokens_than_asked_for()
    {
        IReadOnlyList<int> ids = _ours.Encode(Text);
        IReadOnlyList<EncodedToken> tokens = _seen.EncodeToTokens(Text, out _);
        for (int most = 1; most <= ids.Count; most++)
        {
            Assert.Equal(ids.Take(most), _seen.EncodeToIds(Text, most, out _, out int consumed));
            Assert.Equal(Text[..consumed], _ours.Decode([.. ids.Take(most)]).TrimEnd('\uFFFD'));
            int index = _seen.GetIndexByTokenCountFromEnd(Text, most, out _, out int count);
            Assert.Equal(tokens.Count(token => token.Offset.Start.Value >= index), count);
            Assert.InRange(count, Math.Max(0, most - 3), most);
            index = _seen.GetIndexByTokenCount(Text, most, out _, out count);
            Assert.Equal(tokens.Count(token => token.Offset.End.Value <= index), count);
            Assert.InRange(count, Math.Max(0, most - 3), most); // a character of four tokens is in whole or not at all
        }
    }

    [Fact]
    public void A_step_cannot_be_left_out()
    {
        Assert.Throws<NotSupportedException>(() => _seen.EncodeToIds(Text, considerPreTokenization: false));
        Assert.Throws<NotSupportedException>(() => _seen.CountTokens(Text, considerNormalization: false));
    }

    [Fact]
    public void Decodes_into_a_buffer_as_far_as_it_goes() => Gen.Int[0, Text.Length + 2].Sample(
        size =>
        {
            IReadOnlyList<int> ids = _ours.Encode(Text);
            char[] buffer = new char[size];
            OperationStatus status = _seen.Decode(ids, buffer, out int taken, out int written);
            Assert.Equal(size >= Text.Length ? OperationStatus.Done : OperationStatus.DestinationTooSmall, status);
            Assert.Equal(Text[..written], new string(buffer, 0, written));
            Assert.Equal(Text[..written], _ours.Decode([.. ids.Take(taken)]).TrimEnd('\uFFFD'));
        },
        seed: "0001Zd3V4vW0", iter: 100);

    [Fact]
    public void An_unknown_id_is_invalid_data()
    {
        Assert.Equal(OperationStatus.InvalidData, _seen.Decode([0, _ours.VocabularySize], new char[20], out int taken, out _));
        Assert.Equal(1, taken);
    }
}
