using System.Globalization;

namespace Tsmc.Tokenization.Unicode;

/// <summary>The classes of code points that patterns name: general categories, white space, digits, the script Han.</summary>
/// <remarks>Each was compared with Hugging Face's library on every code point.</remarks>
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
        ["Uppercase_Letter"] = "Lu",
        ["Lowercase_Letter"] = "Ll",
        ["Symbol"] = "S",
        ["Separator"] = "Z",
        ["Other"] = "C",
        ["Digit"] = "Nd",
    };

    /// <summary>White space (the property White_Space): <c>\s</c>.</summary>
    public static CodePointSet WhiteSpace { get; } = CodePointSet.Of(
        (0x09, 0x0D), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F),
        (0x205F, 0x205F), (0x3000, 0x3000));

    /// <summary>Decimal digits: <c>\d</c>.</summary>
    public static CodePointSet Digit => Category("Nd")!;

    /// <summary>Han characters (the property Script), for the patterns that keep them apart.</summary>
    public static CodePointSet Han { get; } = CodePointSet.Of(
        (0x2E80, 0x2E99), (0x2E9B, 0x2EF3), (0x2F00, 0x2FD5), (0x3005, 0x3005), (0x3007, 0x3007), (0x3021, 0x3029), (0x3038, 0x303B),
        (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFA6D), (0xFA70, 0xFAD9), (0x16FE2, 0x16FE3), (0x16FF0, 0x16FF1), (0x20000, 0x2A6DF),
        (0x2A700, 0x2B739), (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0), (0x2EBF0, 0x2EE5D), (0x2F800, 0x2FA1D),
        (0x30000, 0x3134A), (0x31350, 0x323AF));

    /// <summary>A set by the name that a pattern gives it in <c>\p{...}</c>, or null for one that is not known; case does not matter.</summary>
    public static CodePointSet? Property(string name) => name.ToUpperInvariant() switch
    {
        "HAN" or "HANI" => Han,
        "WORD" => LibraryClasses.Word,
        _ => Category(name),
    };

    /// <summary>A general category by its short or long name, such as <c>L</c>, <c>Lu</c> or <c>Letter</c>; null for another name.</summary>
    public static CodePointSet? Category(string name)
    {
        string shortName = LongNames.GetValueOrDefault(name, name);
        if (shortName.Length is not (1 or 2))
        {
            return null;
        }
        CodePointSet[] sets = [.. ShortNames.Index().Where(entry => entry.Item.StartsWith(shortName, StringComparison.OrdinalIgnoreCase)).Select(entry => Categories.Value[entry.Index])];
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
