namespace Tsmc.Tokenization.Unicode;

/// <summary>
/// Classes of code points as the parts of Hugging Face's library have them, each by the version of Unicode it stands at: ids must be
/// its ids, whatever Unicode says today.
/// </summary>
internal static class LibraryClasses
{
    // The property Alphabetic, marks, decimal digits and connectors (Unicode Technical Standard 18, annex C). Alphabetic are letters, letter
    // numbers and, beside them, the letters in circles and squares.
    private static readonly CodePointSet CommonWord = new[] { "L", "M", "Nd", "Nl", "Pc" }.Select(name => CodePointClasses.Category(name)!)
        .Append(CodePointSet.Of((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189)))
        .Aggregate((a, b) => a.Union(b));

    // What has become punctuation since Unicode 8.
    private static readonly CodePointSet YoungPunctuation = CodePointSet.Of(
        (0x61D, 0x61D), (0x9FD, 0x9FD), (0xA76, 0xA76), (0xC77, 0xC77), (0xC84, 0xC84), (0x1B4E, 0x1B4F), (0x1B7D, 0x1B7F),
        (0x2E43, 0x2E4F), (0x2E52, 0x2E5D), (0x10D6E, 0x10D6E), (0x10EAD, 0x10EAD), (0x10F55, 0x10F59), (0x10F86, 0x10F89),
        (0x113D4, 0x113D5), (0x113D7, 0x113D8), (0x1144B, 0x1144F), (0x1145A, 0x1145B), (0x1145D, 0x1145D), (0x11660, 0x1166C),
        (0x116B9, 0x116B9), (0x1183B, 0x1183B), (0x11944, 0x11946), (0x119E2, 0x119E2), (0x11A3F, 0x11A46), (0x11A9A, 0x11A9C),
        (0x11A9E, 0x11AA2), (0x11B00, 0x11B09), (0x11BE1, 0x11BE1), (0x11C41, 0x11C45), (0x11C70, 0x11C71), (0x11EF7, 0x11EF8),
        (0x11F43, 0x11F4F), (0x11FFF, 0x11FFF), (0x12FF1, 0x12FF2), (0x16D6D, 0x16D6F), (0x16E97, 0x16E9A), (0x16FE2, 0x16FE2),
        (0x1E5FF, 0x1E5FF), (0x1E95E, 0x1E95F));

    /// <summary>Word characters of a pattern, <c>\w</c>, as Oniguruma has them: of the other numbers it takes those of Latin-1.</summary>
    public static CodePointSet Word { get; } = CommonWord.Union(CodePointSet.Of((0xB2, 0xB3), (0xB9, 0xB9), (0xBC, 0xBE)));

    /// <summary>Word characters as Rust's patterns have them: for the pre-tokenizer <c>Whitespace</c> and for added tokens that are single words.</summary>
    public static CodePointSet RustWord { get; } = CommonWord.Union(CodePointSet.Of((0x200C, 0x200D)));

    /// <summary>Numbers of any kind, for the pre-tokenizer <c>Digits</c>: those of Unicode 17.</summary>
    public static CodePointSet Number { get; } = CodePointClasses.Category("N")!.Union(CodePointSet.Of((0x11DE0, 0x11DE9), (0x16FF4, 0x16FF6)));

    /// <summary>Punctuation of Unicode 8 and the ASCII symbols that a keyboard has beside it, for the pre-tokenizer <c>Punctuation</c>.</summary>
    public static CodePointSet Punctuation { get; } = CodePointClasses.Category("P")!
        .Union(CodePointSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~'), (0x166D, 0x166D), (0x111C9, 0x111C9)))
        .Intersect(YoungPunctuation.Complement());
}
