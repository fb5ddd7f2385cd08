using System.Text.RegularExpressions;

namespace Tsmc.Grading.Prm800k;

/// <summary>
/// The second normal form of PRM800K's grader: plain text without units, money, spaces, braces and capitals, with LaTeX turned into the
/// notation of a computer algebra system.
/// </summary>
internal static partial class PlainForm
{
    /// <summary>The form of an answer.</summary>
    public static string Of(string answer)
    {
        string text = EnclosingText.Strip(answer);
        text = text.Replace("\\%", "").Replace("\\$", "").Replace("$", "").Replace("%", "");
        if (Letters().IsMatch(text))
        {
            text = text.Replace(" or ", " , ").Replace(" and ", " , ")
                .Replace("million", "*10^6").Replace("billion", "*10^9").Replace("trillion", "*10^12");
            text = Degrees().Replace(Units().Replace(text, ""), "");
        }
        if (text.Length > 1 && text[0] == '{' && text[^1] == '}')
        {
            text = text[1..^1];
        }
        text = NarrowComma().Replace(text, "");
        text = WholeNumber.Shorten(text) ?? text;
        if (text.Contains('\\'))
        {
            text = LatexText.Of(text);
        }
        text = Minus().Replace(text, "-");
        text = MixedNumber().Replace(text, "$1+");
        text = text.Replace(" ", "").Replace("{", "").Replace("}", "").ToLowerInvariant();
        return WholeNumber.Shorten(WholeNumber.StripThousands(text)) ?? text;
    }

    [GeneratedRegex("[a-zA-Z]")]
    private static partial Regex Letters();

    // The units the original takes away, wherever they stand, with a plural ending and a power.
    [GeneratedRegex(@"(degree|cm|centimeter|meter|mile|second|minute|hour|day|week|month|year|foot|feet|inch|yard)(es)?s? *(\^[0-9]+)?")]
    private static partial Regex Units();

    [GeneratedRegex(@"\^ *\\circ")]
    private static partial Regex Degrees();

    [GeneratedRegex(@",\\! *")]
    private static partial Regex NarrowComma();

    [GeneratedRegex("- *")]
    private static partial Regex Minus();

    // "7 3/4" means 7+3/4.
    [GeneratedRegex("([0-9]) +(?=[0-9])")]
    private static partial Regex MixedNumber();
}
