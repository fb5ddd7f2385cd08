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
