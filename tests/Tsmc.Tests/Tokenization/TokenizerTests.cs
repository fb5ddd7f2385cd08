using Tsmc.Tokenization;

namespace Tsmc.Tests.Tokenization;

public sealed class TokenizerTests : IDisposable
{
    private const string Json = """
        {
          "version": "1.0",
          "added_tokens": [{ "id": 0, "content": "<eos>", "special": true }, { "id": 7, "content": "<bos>", "special": true }],
          "normalizer": null,
          "pre_tokenizer": { "type": "Sequence", "pretokenizers": [
            { "type": "Split", "pattern": { "Regex": "b" }, "behavior": "Isolated", "invert": false },
            { "type": "ByteLevel", "add_prefix_space": false, "use_regex": false }] },
          "model": { "type": "BPE", "vocab": { "<eos>": 0, "a": 1, "b": 2, "aa": 3, "ba": 4, "\u0120": 5, "\u0120a": 6 },
                     "merges": [["a", "a"], "b a", "\u0120 a"] }
        }
        """;

    private const string Config = """{ "eos_token": "<eos>", "bos_token": { "content": "<bos>", "special": true }, "add_bos_token": true }""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadsAByteLevelTokenizerFile()
    {
        Tokenizer tokenizer = Load(Json, Config);
        Assert.Equal((8, 0, 7, 0, true), (tokenizer.VocabularySize, tokenizer.EosId, tokenizer.BosId, tokenizer.PadId, tokenizer.AddsBos));
        // The pattern sets b apart, so the merge "b a" never happens; what no pattern matches stays as a piece.
        Assert.Equal([3, 2, 3, 1, 6], tokenizer.Encode("aabaaa a"));
        Assert.Equal([7, 1], tokenizer.Encode("a", addBos: true));
        Assert.Equal("aabaaa a", tokenizer.Decode([7, 3, 2, 3, 1, 6, 0]));
        Assert.Equal("<bos>a<eos>", tokenizer.Decode([7, 1, 0], skipSpecialTokens: false));
        Assert.Equal([" a", "<eos>"], new[] { 6, 0 }.Select(tokenizer.TokenText));
    }

    [Fact]
    public void TakesTheNameOfASpecialTokenForTextUnlessAsked()
    {
        Tokenizer tokenizer = BytePairTraining.Train(["a b", "a b"], 100, _folder.Path);
        IReadOnlyList<int> plain = tokenizer.Encode("a<eos>b");
        Assert.DoesNotContain(tokenizer.EosId, plain);
        Assert.Equal("a<eos>b", tokenizer.Decode(plain));
        IReadOnlyList<int> interpreted = tokenizer.Encode("a<eos>b<pad>", interpretSpecialTokens: true);
        Assert.Equal([tokenizer.Encode("a")[0], tokenizer.EosId, tokenizer.Encode("b")[0], tokenizer.PadId], interpreted);
    }

    [Fact]
    public void ServesSeveralThreadsAtOnce()
    {
        Tokenizer tokenizer = BytePairTraining.Train(["some words", "some words and more words"], 120, _folder.Path);
        string[] texts = [.. Enumerable.Range(0, 500).Select(i => $"some {i} words and more{i}\n\n")];
        string[] decoded = [.. texts.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(text => tokenizer.Decode(tokenizer.Encode(text)))];
        Assert.Equal(texts, decoded);
    }

    [Fact]
    public void SavesTheFilesItWasReadFrom()
    {
        Tokenizer tokenizer = Load(Json, Config);
        using var copy = new TemporaryFolder();
        File.Delete(_folder.File("tokenizer.json"));
        tokenizer.Save(copy.Path);
        Assert.Equal(Json, File.ReadAllText(copy.File("tokenizer.json")));
        Assert.Equal(Config, File.ReadAllText(copy.File("tokenizer_config.json")));
        Assert.Equal([1, 6], Tokenizer.Load(copy.Path).Encode("a a"));
    }

    [Theory]
    [InlineData("{ \"model\": ", Config, "tokenizer.json, line 1: not valid JSON")]
    [InlineData("[]", Config, "tokenizer.json: expected a JSON object, found Array")]
    [InlineData("{}", Config, "tokenizer.json: field model is missing")]
    [InlineData("""{ "model": { "type": "Unigram" } }""", Config, "tokenizer.json: model type Unigram is not supported; expected BPE")]
    [InlineData("""{ "normalizer": { "type": "Precompiled" }, "model": { "type": "BPE" } }""", Config, "tokenizer.json: normalizer Precompiled is not supported")]
    [InlineData("""{ "pre_tokenizer": { "type": "UnicodeScripts" }, "model": { "type": "BPE" } }""", Config, "tokenizer.json: pre_tokenizer UnicodeScripts is not supported")]
    [InlineData("""{ "decoder": { "type": "CTC" }, "model": { "type": "BPE" } }""", Config, "tokenizer.json: decoder CTC")]
    [InlineData("""{ "model": { "type": "BPE" } }""", Config, "tokenizer.json: decoder is missing")]
    [InlineData(Json, "nonsense", "tokenizer_config.json, line 1: not valid JSON")]
    [InlineData(Json, """{ "eos_token": 3 }""", "tokenizer_config.json: eos_token must be a token's name, found Number")]
    [InlineData(Json, """{ "eos_token": "</s>" }""", "tokenizer_config.json: eos_token '</s>' is not in the vocabulary")]
    public void NamesTheBrokenFileAndField(string json, string config, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(json, config));
        Assert.StartsWith(_folder.Path, error.Message);
        Assert.Contains(expected, error.Message);
    }

    [Theory]
    [InlineData("\"aa\": 3", "\"aa\": 2", "share the id 2")]
    [InlineData("\"aa\": 3", "\"aa\": -3", "the id of token 'aa' must be a whole number")]
    [InlineData("\"aa\": 3", "\"a\": 3", "token 'a' stands twice")]
    [InlineData("\"aa\": 3", "\"xy\": 3", "merge 0 needs the token 'aa'")]
    [InlineData("\"aa\": 3", "\"aa\": 2000000000", "the id of token 'aa' must be a whole number")]
    [InlineData("\"aa\": 3", "\"\\ud800\": 3", "not valid Unicode")]
    [InlineData("\"type\": \"BPE\"", "\"type\": \"BPE\", \"dropout\": 0.1", "dropout is not supported")]
    [InlineData("\"type\": \"BPE\"", "\"type\": \"BPE\", \"end_of_word_suffix\": \"</w>\"", "end_of_word_suffix is not supported")]
    [InlineData("\"type\": \"BPE\"", "\"type\": \"BPE\", \"unk_token\": \"?\"", "unk_token '?' is not in the vocabulary")]
    [InlineData("[\"a\", \"a\"]", "7", "merge 0 must be two tokens, found 7")]
    [InlineData("[\"a\", \"a\"]", "\"aa\"", "tokenizer.json: ")]
    [InlineData("Isolated", "Torn", "behavior Torn is not supported")]
    [InlineData("\"Regex\": \"b\"", "\"Regex\": \"(\"", "the pattern '(' of a pre_tokenizer cannot be read: a group is not closed")]
    public void NamesTheMistakeInTheVocabulary(string good, string bad, string expected)
    {
        Assert.Contains(good, Json);
        var error = Assert.Throws<InvalidDataException>(() => Load(Json.Replace(good, bad), Config));
        Assert.StartsWith(_folder.File("tokenizer.json"), error.Message);
        Assert.Contains(expected, error.Message);
    }

    // Some byte-level files name an unknown token that their vocabulary lacks: with all bytes nothing is unknown.
    [Fact]
    public void AnUnknownTokenNeedNotBeThereWhereEveryByteHasAToken()
    {
        string symbols = string.Join(", ", Enumerable.Range(0, 256).Select(value => $"\"{(value is '"' or '\\' ? "\\" : "")}{ByteLevel.Symbol((byte)value)}\": {value}"));
        Tokenizer tokenizer = Load($$"""
            { "added_tokens": [{ "id": 256, "content": "<eos>", "special": true }], "pre_tokenizer": { "type": "ByteLevel", "add_prefix_space": false },
              "model": { "type": "BPE", "unk_token": "<eos>", "vocab": { {{symbols}} }, "merges": [] } }
            """, """{ "eos_token": "<eos>" }""");
        Assert.Equal([0xC3, 0xA9, ' ', '!'], tokenizer.Encode("é !"));
        Assert.Equal(256, tokenizer.EosId);
    }

    [Fact]
    public void ATemplateWithTwoTokensBeforeTheTextIsRefused()
    {
        string template = """{ "type": "TemplateProcessing", "single": [{ "SpecialToken": { "id": "<bos>" } }, { "SpecialToken": { "id": "<eos>" } }, { "Sequence": { "id": "A" } }] }""";
        var error = Assert.Throws<InvalidDataException>(() => Load(Json.Replace("\"normalizer\"", $"\"post_processor\": {template}, \"normalizer\""), Config));
        Assert.Contains("post_processor puts <bos> and <eos> before a text; expected one token at most", error.Message);
    }

    [Fact]
    public void SaysWhatAFolderWithoutATokenizerLacks()
    {
        var error = Assert.Throws<FileNotFoundException>(() => Tokenizer.Load(_folder.Path));
        Assert.Contains("no tokenizer.json or tokenizer.model here", error.Message);
        File.WriteAllText(_folder.File("tokenizer.model"), "not a model");
        Assert.Contains("tokenizer.model: not a SentencePiece", Assert.Throws<InvalidDataException>(() => Tokenizer.Load(_folder.Path)).Message);
    }

    [Fact]
    public void RefusesIdsOutsideTheVocabularyAndABosThatIsNotThere()
    {
        Tokenizer tokenizer = Load(Json, """{ "eos_token": "<eos>" }""");
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.TokenText(-1));
        Assert.Contains("no bos_token", Assert.Throws<ArgumentException>(() => tokenizer.Encode("a", addBos: true)).Message);
    }

    [Fact]
    public void AFileWithoutAnEndOfSequenceTokenizesButSaysWhatItLacks()
    {
        Tokenizer tokenizer = Load(Json, "{}");
        Assert.Equal([1], tokenizer.Encode("a"));
        Assert.Empty(tokenizer.EndIds);
        Assert.Contains("tokenizer_config.json: eos_token is missing", Assert.Throws<InvalidDataException>(() => tokenizer.EosId).Message);
    }

    [Fact]
    public void OneFileCanBeGivenInsteadOfTheFolder()
    {
        Load(Json, Config);
        Assert.Equal(7, Tokenizer.Load(_folder.File("tokenizer.json")).BosId);
    }

    [Fact]
    public void EndIdsAreThoseOfTheConfigurationAndOfGeneration()
    {
        File.WriteAllText(_folder.File("generation_config.json"), """{ "eos_token_id": [7, 0] }""");
        Tokenizer tokenizer = Load(Json, """{ "eos_token": "<eos>" }""");
        Assert.Equal([0, 7], tokenizer.EndIds.Order());
        Assert.Equal("a", tokenizer.Decode([1, 7]));
    }

    [Fact]
    public void TheModelsOwnConfigurationSaysWhatEndsWhereGenerationIsSilent()
    {
        File.WriteAllText(_folder.File("config.json"), """{ "eos_token_id": [7, 2] }""");
        Assert.Equal([0, 2, 7], Load(Json, """{ "eos_token": "<eos>" }""").EndIds.Order());
        File.WriteAllText(_folder.File("generation_config.json"), """{ "eos_token_id": 0 }""");
        Assert.Equal([0], Load(Json, """{ "eos_token": "<eos>" }""").EndIds);
    }

    // Whoever writes the model's files says it in one of three ways.
    [Theory]
    [InlineData("""{ "eos_token": "<eos>", "bos_token": "<bos>" }""", null, false)]
    [InlineData("""{ "eos_token": "<eos>", "bos_token": "<bos>", "tokenizer_class": "LlamaTokenizerFast" }""", null, true)]
    [InlineData("""{ "eos_token": "<eos>", "bos_token": "<bos>", "tokenizer_class": "LlamaTokenizer", "add_bos_token": false }""", "<bos>", false)]
    [InlineData("""{ "eos_token": "<eos>", "bos_token": "<bos>", "tokenizer_class": "PreTrainedTokenizerFast" }""", "<bos>", true)]
    [InlineData("{}", "<bos>", true)] // the file alone
    public void TheBeginningTokenComesFirstWhereTheModelWantsIt(string config, string? template, bool expected)
    {
        string processor = template is null ? "null" : $$$"""
            { "type": "Sequence", "processors": [{ "type": "ByteLevel" }, { "type": "TemplateProcessing",
              "single": [{ "SpecialToken": { "id": "{{{template}}}", "type_id": 0 } }, { "Sequence": { "id": "A", "type_id": 0 } }] }] }
            """;
        Assert.Equal(expected, Load(Json.Replace("\"normalizer\"", $"\"post_processor\": {processor}, \"normalizer\""), config).AddsBos);
    }

    private Tokenizer Load(string json, string config)
    {
        File.WriteAllText(_folder.File("tokenizer.json"), json);
        File.WriteAllText(_folder.File("tokenizer_config.json"), config);
        return Tokenizer.Load(_folder.Path);
    }
}
