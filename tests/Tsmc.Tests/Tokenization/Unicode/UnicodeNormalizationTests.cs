using System.Text;
using CsCheck;
using Tsmc.Tokenization.Unicode;

namespace Tsmc.Tests.Tokenization.Unicode;

public sealed class UnicodeNormalizationTests
{
    private static readonly Gen<string> Text = Gen.Frequency(
            (2, Gen.Int['a', 'z']), (3, Gen.Int[0xC0, 0x345]), (1, Gen.Int[0x900, 0xDFF]), (1, Gen.Int[0x1100, 0x11FF]), (1, Gen.Int[0x1E00, 0x2FFF]),
            (1, Gen.Int[0xAC00, 0xAC50]), (1, Gen.Int[0xF900, 0xFFFD]), (1, Gen.Int[0x11080, 0x1D7FF]))
        .Array[0, 12].Select(codePoints => string.Concat(codePoints.Select(codePoint => new Rune(codePoint))));

    // Cases of the standard's own table: composition, exclusion, reordering, Hangul, blocking, compatibility.
    [Theory]
    [InlineData("e\u0301", "\u00E9", "\u00E9")]
    [InlineData("\u1E0A\u0323", "\u1E0C\u0307", "\u1E0C\u0307")]
    [InlineData("\u0958", "\u0915\u093C", "\u0915\u093C")]
    [InlineData("\u212B\u2126", "\u00C5\u03A9", "\u00C5\u03A9")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01", "\uAC01")]
    [InlineData("a\u0315\u0300\u05AE\u0300b", "\u00E0\u05AE\u0300\u0315b", "\u00E0\u05AE\u0300\u0315b")]
    [InlineData("\uFB01\u2460\u00BD", "\uFB01\u2460\u00BD", "fi11\u20442")]
    [InlineData("\uFF21\u3000x\u00B2", "\uFF21\u3000x\u00B2", "A x2")]
    [InlineData("𝅗𝅥𝑥", "𝅗\U0001D165𝑥", "𝅗\U0001D165x")]
    public void Composes_as_the_standard_says(string text, string nfc, string nfkc)
    {
        Assert.Equal(nfc, UnicodeNormalization.Normalize(text, compatibility: false, compose: true));
        Assert.Equal(nfkc, UnicodeNormalization.Normalize(text, compatibility: true, compose: true));
    }

    // Hugging Face's library stands at Unicode 9: U+0EBA has no class there, U+11938 no parts, U+32FF no compatible form.
    [Theory]
    [InlineData("\u0EC8\u0EBA", "\u0EC8\u0EBA")]
    [InlineData("\U00011935\U00011930", "\U00011935\U00011930")]
    [InlineData("\u32FF\u32FE", "\u32FFヲ")]
    public void What_is_younger_than_Unicode_9_stays(string text, string nfkc) =>
        Assert.Equal(nfkc, UnicodeNormalization.Normalize(text, compatibility: true, compose: true));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_normal_form_stays_and_does_not_depend_on_the_way(bool compatibility) => Text.Sample(
        text =>
        {
            string Composed(string from) => UnicodeNormalization.Normalize(from, compatibility, compose: true);
            string Decomposed(string from) => UnicodeNormalization.Normalize(from, compatibility, compose: false);
            return Composed(Composed(text)) == Composed(text) && Composed(Decomposed(text)) == Composed(text) && Decomposed(Composed(text)) == Decomposed(text);
        },
        seed: "0001Zd3V4vW0", iter: 5000);
}
