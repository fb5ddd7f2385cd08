using System.Globalization;

namespace Tsmc.Tokenization.Unicode;

/// <summary>The classes of code points that patterns name: general categories, white space, digits, word characters.</summary>
internal static class CodePointClasses
{
    private static readonly Lazy<CodePointSet[]> Categories = new(ReadCategories);

    private static readonly string[] ShortNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private static readonly Dictionary<string, string> LongNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Letter"] = "L",
        ["Mark"] = "M",
        ["Number"] = "N",
        ["Punctuation"] = "P",
        ["Punct"] = "P",
        ["Symbol"] = "S",
        ["Separator"] = "Z",
        ["Other"] = "C",
        ["Digit"] = "Nd",
        ["Upper"] = "Lu",
        ["Lower"] = "Ll",
    };

    /// <summary>White space (the property White_Space): <c>\s</c>.</summary>
    public static CodePointSet WhiteSpace { get; } = CodePointSet.Of(
        (0x09, 0x0D), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F),
        (0x205F, 0x205F), (0x3000, 0x3000));

    /// <summary>Decimal digits: <c>\d</c>.</summary>
    public static CodePointSet Digit => Category("Nd")!;

    /// <summary>Letters, marks, numbers and connectors: <c>\w</c>.</summary>
    public static CodePointSet Word { get; } = new[] { "L", "M", "N", "Pc" }.Select(name => Category(name)!).Aggregate((a, b) => a.Union(b));

    /// <summary>Numbers of any kind, as Rust's <c>char::is_numeric</c>.</summary>
    public static CodePointSet Number { get; } = Category("N")!;

    /// <summary>Punctuation, and the ASCII symbols that a keyboard has beside it.</summary>
    public static CodePointSet Punctuation { get; } =
        Category("P")!.Union(CodePointSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')));

    /// <summary>A general category by its short or long name, such as <c>L</c>, <c>Lu</c> or <c>Letter</c>; null for another name.</summary>
    public static CodePointSet? Category(string name)
    {
        string shortName = LongNames.GetValueOrDefault(name, name);
        CodePointSet[] sets = [.. ShortNames.Index().Where(entry => entry.Item == shortName || (shortName.Length == 1 && entry.Item[0] == shortName[0]))
            .Select(entry => Categories.Value[entry.Index])];
        return sets.Length == 0 ? null : sets.Aggregate((a, b) => a.Union(b));
    }

    // UnicodeCategory counts in the order of ShortNames.
    private static CodePointSet[] ReadCategories()
    {
        List<(int First, int Last)>[] ranges = [.. ShortNames.Select(_ => new List<(int, int)>())];
        int first = 0;
        var category = CharUnicodeInfo.GetUnicodeCategory(0);
        for (int codePoint = 1; codePoint <= CodePointSet.Last + 1; codePoint++)
        {
            UnicodeCategory next = codePoint > CodePointSet.Last ? (UnicodeCategory)(-1) : CharUnicodeInfo.GetUnicodeCategory(codePoint);
            if (next != category)
            {
                ranges[(int)category].Add((first, codePoint - 1));
                (first, category) = (codePoint, next);
            }
        }
        return [.. ranges.Select(list => CodePointSet.Of(list))];
    }
}
