using System.Text.RegularExpressions;
using CsCheck;
using Tsmc.Tokenization.Unicode;

namespace Tsmc.Tests.Tokenization.Unicode;

public sealed class CodePointPatternTests
{
    [Theory]
    [InlineData(@"\p{L}+", "a𝑥𐐀1", "a𝑥𐐀")]
    [InlineData(@"\p{N}", "𝟙𝟚x3", "𝟙|𝟚|3")]
    [InlineData(@"[^\s\p{L}\p{N}]+", "a😀!𝑥", "😀!")]
    [InlineData("[𐐀-𐑏a]+", "𐐀𐑏a𐒰", "𐐀𐑏a")]
    [InlineData("[^𐐀a]+", "𐐀b𐒰a", "b𐒰")]
    [InlineData(".", "a\n😀", "a|😀")]
    [InlineData(@"\s+(?!\S)|\s+", "a  😀  ", " | |  ")]
    [InlineData("(?i:'s|'k)", "'S'ſ's'K'K", "'S|'ſ|'s|'K|'K")]
    [InlineData("(?i)a(?-i)b|(?i:c)d", "AbaBCdcD", "Ab|Cd")]
    [InlineData(@"\p{N}{1,3}", "12345", "123|45")]
    [InlineData("a?+ab", "ab aab", "aab")]
    [InlineData(@"\s+$", "a \nb  ", " |  ")]
    [InlineData(@"[a-c&&[^b]]+", "abc", "a|c")]
    [InlineData(@"[\]\-a]+", "]-ab", "]-a")]
    [InlineData(@"\x{1D465}|\u0061", "𝑥a", "𝑥|a")]
    [InlineData(@"\P{L}|\p{^N}z", "1az", "1|az")]
    [InlineData(@"\p{Han}+|\p{^han}", "数a学", "数|a|学")]
    [InlineData(@"\w+", "a½⅓Ⓐ_é", "a½|Ⓐ_é")]
    [InlineData(@"\b[a-zⒶ]", "½a ⅓bⒶ", "b")]
    [InlineData(@"a\B.", "a½ a⅓", "a½")]
    [InlineData("(?i:[^a])+", "bAb", "b|b")]
    [InlineData("(?i:[a-c])+", "aBCd", "aBC")]
    [InlineData("a*", "aab", "aa|")]
    [InlineData(@"\p{Thai}x?", "", "the property 'Thai' is not supported")]
    [InlineData(@"\p{Upper}", "", "the property 'Upper' is not supported")]
    [InlineData(@"\pL", "", "a property must stand in braces")]
    [InlineData("(a", "", "a group is not closed")]
    [InlineData("a)", "", "closes a group that is not open")]
    [InlineData("[a", "", "a class is not closed")]
    [InlineData("[z-a]", "", "ends before it begins")]
    [InlineData("*a", "", "nothing for the quantifier")]
    [InlineData(@"a\", "", "ends in a backslash")]
    [InlineData(@"(a)\1", "", @"the escape '\1' is not supported")]
    [InlineData(@"\X", "", @"the escape '\X' is not supported")]
    [InlineData("(?<n>a)", "", "the group '(?<n' is not supported")]
    [InlineData("[[:alpha:]]", "", "POSIX classes")]
    public void Matches_code_points_or_says_what_it_cannot_read(string pattern, string text, string expected)
    {
        if (text.Length == 0)
        {
            Assert.Contains(expected, Assert.Throws<FormatException>(() => CodePointPattern.Parse(pattern)).Message);
            return;
        }
        List<(int Start, int Length)> matches = CodePointPattern.Parse(pattern).Matches(text);
        Assert.Equal(expected, string.Join('|', matches.Select(match => text.Substring(match.Start, match.Length))));
    }

    // Below the surrogates .NET's own engine says the same of the patterns in use.
    [Theory]
    [InlineData(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    [InlineData(@"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")]
    public void Agrees_with_the_platform_below_the_surrogates(string pattern)
    {
        CodePointPattern ours = CodePointPattern.Parse(pattern);
        var platform = new Regex(pattern, RegexOptions.CultureInvariant);
        Gen.Frequency((3, Gen.Char[' ', '~']), (1, Gen.Char['\t', '\u0400']), (1, Gen.Char['\u0900', '\uD7FF'])).Array[0, 25].Sample(
            characters => ours.Matches(new string(characters)).SequenceEqual(
                platform.Matches(new string(characters)).Select(match => (match.Index, match.Length))),
            seed: "0001Zd3V4vW0", iter: 5000);
    }

    [Fact]
    public void Gives_up_on_a_pattern_that_explodes()
    {
        CodePointPattern pattern = CodePointPattern.Parse("(?:a|ab?a|aab?)+(?!a|!)");
        Assert.Contains("takes longer than", Assert.Throws<InvalidDataException>(() => pattern.Matches(new string('a', 60) + "!")).Message);
    }
}
