using System.Numerics;
using System.Text.RegularExpressions;

namespace Tsmc.Grading.Prm800k;

/// <summary>Whole numbers in their different spellings: <c>6,250</c>, <c>6250.00</c>, <c>+6250</c>, <c>6.25e3</c>.</summary>
internal static partial class WholeNumber
{
    // Longer ones stay text: exponents and digits cost time, and nobody answers with them.
    private const int MaxDigits = 400;

    /// <summary>Whether the text is a whole number in some spelling, with thousands separators or without.</summary>
    public static bool Is(string text) => Shorten(StripThousands(text)) is not null;

    /// <summary>The shortest spelling of a whole number; null for anything else.</summary>
    public static string? Shorten(string text)
    {
        if (text.Length > MaxDigits || Spelling().Match(text) is not { Success: true } match)
        {
            return null;
        }
        string whole = match.Groups["whole"].Value, fraction = match.Groups["fraction"].Value.TrimEnd('0');
        string power = match.Groups["exponent"].Value;
        int exponent = power.Length == 0 ? 0 : int.TryParse(power, out int parsed) ? parsed : power[0] == '-' ? -1 : MaxDigits + 1;
        bool zero = whole.AsSpan().IndexOfAnyExcept('0') < 0 && fraction.Length == 0;
        if (!zero && (exponent is < 0 or > MaxDigits || fraction.Length > exponent))
        {
            return null;
        }
        string digits = zero ? "0" : whole + fraction + new string('0', exponent - fraction.Length);
        BigInteger value = BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        return (match.Groups["sign"].Value == "-" ? -value : value).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Takes away commas that part groups of three digits.</summary>
    public static string StripThousands(string text) => text.Contains(',') ? Thousands().Replace(text, "") : text;

    [GeneratedRegex(@"\A\s*(?<sign>[-+]?)(?=\.?[0-9])(?<whole>[0-9]*)(\.(?<fraction>[0-9]*))?([eE](?<exponent>[-+]?[0-9]+))?\s*\z")]
    private static partial Regex Spelling();

    [GeneratedRegex(@"(?<=[0-9]),(?=[0-9]{3}($|[^0-9]))")]
    private static partial Regex Thousands();
}
