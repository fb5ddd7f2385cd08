using CsCheck;
using Tsmc.Problems;
using Tsmc.Tokenization;

namespace Tsmc.Tests.Tokenization;

public sealed class BytePairTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // The alphabet: printable ASCII and the newline.
    private static Gen<string> Text => Gen.OneOf(Gen.Char[' ', '~'], Gen.Const('\n')).Array[0, 80].Select(characters => new string(characters));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MergesTheMostFrequentPairAndAmongEqualsTheFirstInOrder()
    {
        // The example of Sennrich et al. without their end-of-word sign, by hand. Counts: (e,s) and (s,t) 9, "e" first; then
        // (es,t) 9; (l,o) and (o,w) 7; (lo,w) 7; (e,w), (n,e), (w,est) 6; (ew,est), (n,ew) 6; (n,ewest) 6; (d,est), (i,d), (w,i) 3.
        var counts = new Dictionary<string, long> { ["low"] = 5, ["lower"] = 2, ["newest"] = 6, ["widest"] = 3 };
        (string, string)[] expected = [("e", "s"), ("es", "t"), ("l", "o"), ("lo", "w"), ("e", "w"), ("ew", "est"), ("n", "ewest"), ("d", "est")];
        Assert.Equal(expected, BytePairTraining.LearnMerges(counts, 8));
    }

    [Fact]
    public void MergesNoPairThatOccursOnce() =>
        Assert.Empty(BytePairTraining.LearnMerges(new Dictionary<string, long> { ["ab"] = 1, ["cd"] = 1 }, 5));

    [Fact]
    public void MergesRepeatedSymbolsFromTheLeft()
    {
        // "aaaa": pair (a, a) 3 times; then (aa, aa) once in each of two occurrences.
        var counts = new Dictionary<string, long> { ["aaaa"] = 2 };
        Assert.Equal([("a", "a"), ("aa", "aa")], BytePairTraining.LearnMerges(counts, 5));
    }

    [Fact]
    public void CutsDigitsSignsAndBlankLinesAlone()
    {
        Tokenizer tokenizer = Train(130, "23+14=37\n\n# Answer\n\n37", "23+14=37\n\n# Answer\n\n37", "Anna has 5 apples. Anna has 6 apples.");
        string[] tokens = [.. tokenizer.Encode("23+14=37\n\n# Answer\n\n37 apples.\n").Select(tokenizer.TokenText)];
        Assert.Equal(
            ["2", "3", "+", "1", "4", "=", "3", "7", "\n\n", "#", " Answer", "\n\n", "3", "7", " apples", ".", "\n"], tokens);
    }

    [Fact]
    public void BlankLineIsOneTokenEvenWhenNoTextHasOne() =>
        Assert.Single(Train(BytePairTraining.MinimumVocabularySize, "abc").Encode("\n\n"));

    [Fact]
    public void GivesTheSameFilesForTheSameTexts()
    {
        Train(140, "one two three one two", "two three");
        byte[] first = File.ReadAllBytes(_folder.File("tokenizer.json"));
        Train(140, "two three", "one two three one two");
        Assert.Equal(first, File.ReadAllBytes(_folder.File("tokenizer.json")));
    }

    [Fact]
    public void VocabularyHasTheWantedSize()
    {
        Tokenizer tokenizer = Train(110, Enumerable.Repeat("Some words that come up again and again in every text", 3).ToArray());
        Assert.Equal(110, tokenizer.VocabularySize);
        Assert.Equal(0, tokenizer.EosId);
        Assert.Equal(1, tokenizer.PadId);
        Assert.Null(tokenizer.BosId);
        Assert.Equal("<eos>", tokenizer.TokenText(0));
    }

    [Fact]
    public void EveryTextOfTheAlphabetComesBackFromItsTokens()
    {
        Tokenizer tokenizer = Train(160, "the apples and the boxes", "the boxes the boxes  and\n\nand apples", PromptFormat.Prompt("How many apples?"));
        Text.Sample(text => tokenizer.Decode(tokenizer.Encode(text)) == text, seed: "0001Zd3V4vW0", iter: 2000);
    }

    [Fact]
    public void DigitsAreSingleTokensInEveryText()
    {
        Tokenizer tokenizer = Train(160, "12 12 12 1212 a1 a1 a1", "1.5 1.5");
        Text.Sample(
            text => tokenizer.Encode(text).Select(tokenizer.TokenText).All(token => token.Length == 1 || !token.Any(char.IsDigit)),
            seed: "0001Zd3V4vW0",
            iter: 1000);
    }

    [Fact]
    public void NamesTheCharacterOutsideTheAlphabet()
    {
        var error = Assert.Throws<ArgumentException>(() => Train(120, "plain", "caf\u00e9"));
        Assert.Contains("Text 1 holds the character U+00E9 at position 3", error.Message);
        error = Assert.Throws<ArgumentException>(() => Train(120, "plain").Encode("a\tb"));
        Assert.Contains("U+0009 at position 1", error.Message);
    }

    [Fact]
    public void RefusesAVocabularyTooSmallForTheAlphabet()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Train(98, "plain"));
        Assert.Contains("at least 99", error.Message);
    }

    private Tokenizer Train(int size, params string[] texts) => BytePairTraining.Train(texts, size, _folder.Path);
}
