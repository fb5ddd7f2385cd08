using Tsmc.Tokenization;

namespace Tsmc.Tests.Tokenization.Json;

/// <summary>The steps a <c>tokenizer.json</c> can ask for; what each does was compared with Hugging Face's library on real files.</summary>
public sealed class PipelineTests : IDisposable
{
    private readonly PipelineFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("Isolated", false, "a|.|.|b")]
    [InlineData("Removed", false, "a|b")]
    [InlineData("Removed", true, ".|.")]
    [InlineData("MergedWithPrevious", false, "a.|.|b")]
    [InlineData("MergedWithNext", false, "a|.|.b")]
    [InlineData("Contiguous", false, "a|..|b")]
    public void A_split_does_with_its_matches_what_it_says(string behaviour, bool invert, string expected)
    {
        Tokenizer tokenizer = _file.Load(
            pieces: "a b . .. a. .b a.. ..b a..b", merges: ".,. a,. .,b ..,b a,..", preTokenizer: $$"""
            { "type": "Split", "pattern": { "String": "." }, "behavior": "{{behaviour}}", "invert": {{(invert ? "true" : "false")}} }
            """);
        Assert.Equal(expected, PipelineFile.Tokens(tokenizer, "a..b"));
    }

    [Theory]
    [InlineData("""{ "type": "Digits", "individual_digits": true }""", "12x", "1|2|x")]
    [InlineData("""{ "type": "Digits", "individual_digits": false }""", "12x", "12|x")]
    [InlineData("""{ "type": "WhitespaceSplit" }""", "a b", "a|b")]
    [InlineData("""{ "type": "Whitespace" }""", "ab\u00A0.a\u200Db ab", "ab|.|a|<unk>|b|ab")]
    [InlineData("""{ "type": "Punctuation" }""", "ab.ab", "ab|.|ab")]
    [InlineData("""{ "type": "Metaspace", "replacement": "▁", "prepend_scheme": "always" }""", "a a", "▁a|▁a")]
    [InlineData("""{ "type": "Metaspace", "replacement": "▁", "prepend_scheme": "first" }""", "a</x>a", "▁a|</x>|a")]
    [InlineData("""{ "type": "Metaspace", "replacement": "▁", "prepend_scheme": "always" }""", "a</x>a", "▁a|</x>|▁a")]
    [InlineData("""{ "type": "Metaspace", "replacement": "▁", "prepend_scheme": "never" }""", "a a", "a|▁a")]
    [InlineData("""{ "type": "Metaspace", "replacement": "▁", "add_prefix_space": false }""", "a a", "a|▁a")]
    [InlineData("""{ "type": "Split", "pattern": { "Regex": "(?=b)" }, "behavior": "Isolated", "invert": false }""", "ab", "a|b")]
    public void A_pre_tokenizer_cuts_as_its_name_says(string preTokenizer, string text, string expected) => Assert.Equal(
        expected, PipelineFile.Tokens(_file.Load(preTokenizer: preTokenizer, addedTokens: """, { "id": 12, "content": "</x>" }"""), text));

    [Theory]
    [InlineData("""{ "type": "Sequence", "normalizers": [{ "type": "Prepend", "prepend": "▁" }, { "type": "Replace", "pattern": { "String": " " }, "content": "▁" }] }""", "a a", "▁a|▁a")]
    [InlineData("""{ "type": "Replace", "pattern": { "Regex": "[cd]+" }, "content": "a" }""", "cdb", "ab")]
    [InlineData("""{ "type": "NFKC" }""", "a①②", "a|12")]
    [InlineData("""{ "type": "Strip", "strip_left": true, "strip_right": true }""", " ab ", "ab")]
    [InlineData("""{ "type": "Lowercase" }""", "AB", "ab")]
    public void A_normalizer_rewrites_the_text_first(string normalizer, string text, string expected) =>
        Assert.Equal(expected, PipelineFile.Tokens(_file.Load(normalizer: normalizer), text));

    [Fact]
    public void Unknown_characters_are_bytes_or_the_unknown_token()
    {
        Assert.Equal("a|<0xC3>|<0xA9>|<0xC3>|<0xA9>|b", PipelineFile.Tokens(_file.Load(fallback: true), "aééb"));
        Assert.Equal("a|<unk>|<unk>|b", PipelineFile.Tokens(_file.Load(), "aééb"));
        Assert.Equal("a|<unk>|b", PipelineFile.Tokens(_file.Load(model: """, "fuse_unk": true"""), "aééb"));
    }

    // A vocabulary with half the bytes: those it has do not come between unknown characters that become one.
    [Theory]
    [InlineData(true, "é!éa", "<0x21>|<unk>|a")]
    [InlineData(false, "éé!éa", "<unk>|<0x21>|<unk>|<unk>|a")]
    public void Bytes_do_not_separate_unknown_characters(bool fuse, string text, string expected) => Assert.Equal(
        expected.Replace("<0x21>", "!", StringComparison.Ordinal),
        PipelineFile.Tokens(_file.Load(fallback: true, bytes: 128, model: $", \"fuse_unk\": {(fuse ? "true" : "false")}"), text));

    // The name of a special token that stands in the vocabulary is text where it is not to be found.
    [Fact]
    public void Ignore_merges_takes_no_special_token_for_a_piece()
    {
        Tokenizer tokenizer = _file.Load(
            pieces: "a x ax", merges: "", model: """, "ignore_merges": true""",
            addedTokens: """, { "id": 3, "content": "x", "special": true, "single_word": true }, { "id": 4, "content": "ax", "special": true }""");
        Assert.Equal([4, 3], tokenizer.Encode("axx", interpretSpecialTokens: true));
        Assert.Equal([2, 3, 3], tokenizer.Encode("axx"));
    }

    [Fact]
    public void Ignore_merges_takes_a_whole_piece_that_is_a_token()
    {
        Assert.Equal("a|x|1", PipelineFile.Tokens(_file.Load(pieces: "a x 1 ax1", merges: ""), "ax1"));
        Assert.Equal("ax1", PipelineFile.Tokens(_file.Load(pieces: "a x 1 ax1", merges: "", model: """, "ignore_merges": true"""), "ax1"));
    }

    [Theory]
    [InlineData("", "ab<t>ab", "ab|<t>|ab")]
    [InlineData("", "a <t> b", "a|▁|<t>|▁|b")]
    [InlineData(""", "lstrip": true""", "a <t> b", "a|<t>|▁|b")]
    [InlineData(""", "rstrip": true""", "a <t> b", "a|▁|<t>|b")]
    [InlineData(""", "single_word": true""", "a<t>. <t>", "a|<unk>|<unk>|<unk>|.|▁|<t>")]
    public void An_added_token_is_found_as_its_flags_say(string flags, string text, string expected)
    {
        Tokenizer tokenizer = _file.Load(
            normalizer: """{ "type": "Replace", "pattern": { "String": " " }, "content": "▁" }""",
            addedTokens: $$""", { "id": 12, "content": "<t>", "special": false, "normalized": false {{flags}} }""");
        Assert.Equal(expected, PipelineFile.Tokens(tokenizer, text));
    }

    // Word characters here are Rust's: letters in circles and the zero-width joiner are, a fraction is not.
    [Theory]
    [InlineData("½<t>", "<unk>|<t>")]
    [InlineData(".<t>⅓", ".|<t>|<unk>")]
    [InlineData("Ⓐ<t>", "<unk>|<unk>|<unk>|<unk>")]
    [InlineData("\u200D<t>", "<unk>|<unk>|<unk>|<unk>")]
    [InlineData("<t>\u0301", "<unk>|<unk>|<unk>|<unk>")]
    public void A_single_word_is_not_found_where_word_characters_touch_it(string text, string expected) => Assert.Equal(
        expected, PipelineFile.Tokens(_file.Load(addedTokens: """, { "id": 12, "content": "<t>", "single_word": true }"""), text));

    [Theory]
    [InlineData(false, "a<t>   a", new[] { 2, 12, 13, 6 })]
    [InlineData(true, "a<t>  a", new[] { 2, 12, 2 })]
    public void White_space_that_one_added_token_has_taken_may_be_another(bool leftStrip, string text, int[] expected) => Assert.Equal(
        expected,
        _file.Load(
            normalizer: """{ "type": "Replace", "pattern": { "String": " " }, "content": "▁" }""",
            addedTokens: $$""", { "id": 12, "content": "<t>", "rstrip": true }, { "id": 13, "content": "  ", "lstrip": {{(leftStrip ? "true" : "false")}} }""")
            .Encode(text));

    [Fact]
    public void The_library_numbers_added_tokens_whatever_their_file_says() => Assert.Equal(
        [12, 2, 13],
        _file.Load(addedTokens: """, { "id": 20, "content": "<t>" }, { "id": 17, "content": "a" }, { "id": 14, "content": "<u>" }""").Encode("<t>a<u>"));

    [Fact]
    public void A_normalized_added_token_is_found_and_written_as_the_normalizer_leaves_it()
    {
        Tokenizer tokenizer = _file.Load(
            normalizer: """{ "type": "Sequence", "normalizers": [{ "type": "Prepend", "prepend": "▁" }, { "type": "Replace", "pattern": { "String": " " }, "content": "▁" }] }""",
            addedTokens: """, { "id": 12, "content": "<t>", "normalized": true }""");
        Assert.Equal([6, 12, 2, 0, 0, 0], tokenizer.Encode("a <t>a<t>"));
        Assert.Equal(" a <t>a", tokenizer.Decode(tokenizer.Encode("a <t>a<t>")));
    }

    [Fact]
    public void The_name_of_a_special_token_is_decoded_as_every_token_is()
    {
        Tokenizer tokenizer = _file.Load(addedTokens: """, { "id": 12, "content": "▁<P>", "special": true }""");
        Assert.Equal(["aa", "a <P>a"], new[] { true, false }.Select(skip => tokenizer.Decode([2, 12, 2], skip)));
    }

    [Fact]
    public void Of_added_tokens_that_begin_together_the_longest_is_taken()
    {
        Tokenizer tokenizer = _file.Load(addedTokens: """, { "id": 12, "content": "<t" }, { "id": 13, "content": "<t>" }""");
        Assert.Equal([13, 12, 2], tokenizer.Encode("<t><ta"));
    }

    [Fact]
    public void A_strip_takes_the_tokenizers_own_space_from_a_decoded_text()
    {
        Tokenizer tokenizer = _file.Load(
            normalizer: """{ "type": "Prepend", "prepend": "▁" }""",
            decoder: """
                { "type": "Sequence", "decoders": [{ "type": "Replace", "pattern": { "String": "▁" }, "content": " " }, { "type": "ByteFallback" },
                  { "type": "Fuse" }, { "type": "Strip", "content": " ", "start": 1, "stop": 0 }] }
                """);
        Assert.Equal("▁|ab", PipelineFile.Tokens(tokenizer, "ab"));
        Assert.Equal("ab", tokenizer.Decode(tokenizer.Encode("ab")));
    }

    [Theory]
    [InlineData("always", "a  a")]
    [InlineData("first", "a  a")]
    [InlineData("never", "  a  a")]
    public void A_metaspace_takes_its_marks_out_of_the_first_token_decoded(string scheme, string expected)
    {
        Tokenizer tokenizer = _file.Load(
            pieces: "a ▁ ▁▁ ▁▁a", merges: "▁,▁ ▁▁,a",
            preTokenizer: $$"""{ "type": "Metaspace", "replacement": "▁", "prepend_scheme": "{{scheme}}", "split": false }""",
            decoder: $$"""{ "type": "Metaspace", "replacement": "▁", "prepend_scheme": "{{scheme}}" }""");
        int[] ids = [.. tokenizer.Encode("  a  a")];
        Assert.Equal([5, 5], ids);
        Assert.Equal(expected, tokenizer.Decode([1, .. ids]));
        Assert.Equal("</s>  a  a", tokenizer.Decode([1, .. ids], skipSpecialTokens: false));
        var stream = new StreamingDecoder(tokenizer);
        Assert.Equal(expected, string.Concat(new[] { 1, 5, 5 }.Select(stream.Append)) + stream.Flush());
    }

    [Fact]
    public void A_strip_takes_as_many_spaces_as_it_says()
    {
        Tokenizer tokenizer = _file.Load(
            normalizer: """{ "type": "Replace", "pattern": { "String": " " }, "content": "▁" }""",
            decoder: """
                { "type": "Sequence", "decoders": [{ "type": "Replace", "pattern": { "String": "▁" }, "content": " " }, { "type": "Fuse" },
                  { "type": "Strip", "content": " ", "start": 2, "stop": 0 }] }
                """);
        Assert.Equal(" a a", tokenizer.Decode(tokenizer.Encode("   a a")));
    }

    [Theory]
    [InlineData("""{ "type": "Replace", "pattern": { "Regex": "a" }, "content": "b" }""", "decoder Replace with a Regex is not supported")]
    [InlineData("""{ "type": "Strip", "content": "a", "start": 1, "stop": 0 }""", "decoder Strip, as it stands here, is not supported")]
    [InlineData("""{ "type": "Sequence", "decoders": [{ "type": "Fuse" }, { "type": "Metaspace" }] }""", "decoder Metaspace, as it stands here, is not supported")]
    public void A_decoder_that_is_not_followed_is_refused(string decoder, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => _file.Load(decoder: decoder)).Message);

    [Fact]
    public void A_metaspace_at_the_beginning_is_refused_where_the_beginning_may_be_gone() => Assert.Contains(
        "prepend_scheme first is not supported behind a part that removes text",
        Assert.Throws<InvalidDataException>(() => _file.Load(preTokenizer: """
            { "type": "Sequence", "pretokenizers": [{ "type": "WhitespaceSplit" }, { "type": "Metaspace", "prepend_scheme": "first" }] }
            """)).Message);

    [Fact]
    public void A_long_run_of_one_character_takes_no_quadratic_time()
    {
        Tokenizer tokenizer = _file.Load(pieces: "a aa aaaa", merges: "a,a aa,aa");
        // At 100 ns a step, n^2 steps would be a quarter of an hour.
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(25_000, tokenizer.Encode(new string('a', 100_000)).Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), watch.Elapsed.ToString());
    }
}
