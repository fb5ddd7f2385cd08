using Tsmc.Tokenization.Unicode;

namespace Tsmc.Tests.Tokenization.Unicode;

/// <summary>
/// Numbers of code points as Hugging Face's library (0.23.2) has them, counted by asking it about every one. A runtime with another
/// version of Unicode would give other ids.
/// </summary>
public sealed class LibraryClassesTests
{
    [Theory]
    [InlineData("L", 141028)]
    [InlineData("M", 2501)]
    [InlineData("N", 1911)]
    [InlineData("P", 855)]
    [InlineData("S", 8514)]
    [InlineData("Z", 19)]
    [InlineData("Lu", 1858)]
    [InlineData("Ll", 2258)]
    [InlineData("Lt", 31)]
    [InlineData("Lm", 404)]
    [InlineData("Lo", 136477)]
    [InlineData("Nd", 760)]
    [InlineData("Han", 99030)]
    public void A_property_holds_as_many_code_points(string property, int expected) => Assert.Equal(expected, Count(CodePointClasses.Property(property)!));

    [Fact]
    public void The_librarys_own_classes_hold_as_many_code_points() => Assert.Equal(
        (25, 144671, 144667, 1924, 726),
        (Count(CodePointClasses.WhiteSpace), Count(LibraryClasses.Word), Count(LibraryClasses.RustWord), Count(LibraryClasses.Number), Count(LibraryClasses.Punctuation)));

    [Theory]
    [InlineData(0xBD, true, false)] // ½
    [InlineData(0x2153, false, false)] // ⅓
    [InlineData(0x24B6, true, true)] // Ⓐ
    [InlineData(0x2163, true, true)] // Ⅳ
    [InlineData(0x200D, false, true)] // zero-width joiner
    public void Patterns_and_added_tokens_have_word_characters_of_their_own(int codePoint, bool inPattern, bool inRust) => Assert.Equal(
        (inPattern, inRust), (LibraryClasses.Word.Contains(codePoint), LibraryClasses.RustWord.Contains(codePoint)));

    private static int Count(CodePointSet set) => set.Ranges.Sum(range => range.Last - range.First + 1);
}
