using Tsmc.Tokenization;
using Tsmc.Tokenization.SentencePiece;
using static Tsmc.Tokenization.SentencePiece.PieceType;

namespace Tsmc.Tests.Tokenization.SentencePiece;

public sealed class SentencePieceTests : IDisposable
{
    private static readonly (string, float, PieceType)[] Pieces =
    [
        ("<unk>", 0, Unknown), ("<s>", 0, Control), ("</s>", 0, Control), ("a", -9, Normal), ("b", -9, Normal), ("▁", -9, Normal),
        ("ab", -2, Normal), ("ba", -2, Normal), ("bab", -1, Normal), ("▁a", -3, Normal), ("<tag>", 0, UserDefined),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // ab and ba have equal scores, so the leftmost pair goes first, whichever it is.
    [Theory]
    [InlineData("aba", "▁|ab|a")]
    [InlineData("baba", "▁|bab|a")]
    [InlineData("bbab", "▁|b|bab")]
    [InlineData("a a", "▁a|▁a")]
    [InlineData(" a", "▁|▁a")]
    [InlineData("<tag>ab", "▁|<tag>|ab")]
    [InlineData("", "")]
    public void Merges_the_highest_score_and_then_the_leftmost(string text, string expected) =>
        Assert.Equal(expected, PipelineFile.Tokens(Load(ModelFile.Write(Pieces)), text));

    [Fact]
    public void Names_of_special_tokens_are_text_unless_asked()
    {
        Tokenizer tokenizer = Load(ModelFile.Write(Pieces));
        Assert.False(tokenizer.InterpretsSpecialTokens);
        Assert.DoesNotContain(2, tokenizer.Encode("a</s>"));
        Assert.Equal([9, 2], tokenizer.Encode("a</s>", interpretSpecialTokens: true));
        Assert.Equal((true, 1, 2), (tokenizer.AddsBos, tokenizer.BosId, tokenizer.EosId));
    }

    [Fact]
    public void Unknown_characters_in_a_row_are_one_token_or_their_bytes()
    {
        Assert.Equal([9, 0, 3], Load(ModelFile.Write(Pieces)).Encode("aé漢a"));
        (string, float, PieceType)[] bytes = [.. Pieces, .. Enumerable.Range(0, 256).Select(value => ($"<0x{value:X2}>", 0f, PieceType.Byte))];
        Tokenizer tokenizer = Load(ModelFile.Write(bytes, byteFallback: true));
        Assert.Equal("▁a|<0xC3>|<0xA9>|b", PipelineFile.Tokens(tokenizer, "aéb"));
        Assert.Equal("aé漢😀", tokenizer.Decode(tokenizer.Encode("aé漢😀")));
    }

    [Theory]
    [InlineData("  a   a ", "▁a|▁a")]
    [InlineData("   ", "")]
    [InlineData("a▁▁", "▁a")]
    public void Extra_white_space_goes_where_the_model_asks(string text, string expected) =>
        Assert.Equal(expected, PipelineFile.Tokens(Load(ModelFile.Write(Pieces, removeExtra: true)), text));

    [Fact]
    public void Tokens_beyond_the_model_come_from_the_files_beside_it()
    {
        File.WriteAllText(_folder.File("added_tokens.json"), """{ "<pad>": 12 }""");
        File.WriteAllText(_folder.File("tokenizer_config.json"), """
            { "pad_token": "<pad>", "legacy": false, "added_tokens_decoder": { "11": { "content": "<step>", "special": false }, "1": { "content": "<s>", "special": true } } }
            """);
        Tokenizer tokenizer = Load(ModelFile.Write(Pieces));
        Assert.Equal((13, 12), (tokenizer.VocabularySize, tokenizer.PadId));
        Assert.Equal("▁a|<step>|a", PipelineFile.Tokens(tokenizer, "a<step>a"));
    }

    // InternLM2 and many that were tuned for dialogue use pieces that the model's makers kept free.
    [Fact]
    public void A_piece_kept_free_takes_the_name_that_the_configuration_gives_it()
    {
        File.WriteAllText(_folder.File("tokenizer_config.json"), """
            { "eos_token": "<end>", "added_tokens_decoder": { "11": { "content": "<end>", "special": true } } }
            """);
        Tokenizer tokenizer = Load(ModelFile.Write([.. Pieces, ("[UNUSED]", 0, Normal)]));
        Assert.Equal([9, 11], tokenizer.Encode("a<end>", interpretSpecialTokens: true));
        Assert.Equal((11, "a", "a<end>"), (tokenizer.EosId, tokenizer.Decode([9, 11]), tokenizer.Decode([9, 11], skipSpecialTokens: false)));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_model_is_one_sentence(string what, byte[] content, string expected)
    {
        Assert.NotEmpty(what);
        string message = Assert.Throws<InvalidDataException>(() => Load(content)).Message;
        Assert.StartsWith(_folder.File("tokenizer.model"), message);
        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    public static TheoryData<string, byte[], string> Broken()
    {
        byte[] good = ModelFile.Write(Pieces);
        return new TheoryData<string, byte[], string>
        {
            { "empty", [], "holds no pieces" },
            { "text", "not a model"u8.ToArray(), "not a SentencePiece model" },
            { "truncated", good[..^7], "the protocol buffer is broken" },
            { "a length of 2 GB", [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], "the protocol buffer is broken" },
            { "a negative length", [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], "the protocol buffer is broken" },
            { "endless groups", [.. Enumerable.Repeat((byte)0x2B, 10_000)], "the protocol buffer is broken" },
            { "tiktoken", "IQ== 0\nIg== 1\n"u8.ToArray(), "a tiktoken file" },
            { "unigram", ModelFile.Write(Pieces, modelType: 1), "type unigram is not supported" },
            { "a character map", ModelFile.Write(Pieces, map: [1, 2, 3]), "nmt_nfkc" },
            { "a piece twice", ModelFile.Write([.. Pieces, ("ab", 0, Normal)]), "piece 'ab' stands twice, as 6 and 11" },
            { "an empty piece", ModelFile.Write([.. Pieces, ("", 0, Normal)]), "piece 11 is empty" },
            { "a piece of no kind", ModelFile.Write([.. Pieces, ("z", 0, (PieceType)99)]), "is of type 99" },
            { "bytes missing", ModelFile.Write(Pieces, byteFallback: true), "byte 0x00 has no piece" },
        };
    }

    private Tokenizer Load(byte[] content)
    {
        File.WriteAllBytes(_folder.File("tokenizer.model"), content);
        return Tokenizer.Load(_folder.Path);
    }
}
