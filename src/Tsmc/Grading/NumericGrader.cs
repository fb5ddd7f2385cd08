using System.Text.RegularExpressions;

namespace Tsmc.Grading;

/// <summary>Compares whole numbers and decimals by value, exactly and at any length; anything else as trimmed text.</summary>
public sealed partial class NumericGrader : IGrader
{
    /// <summary>The one grader of this kind; it holds no state.</summary>
    public static NumericGrader Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equivalent(string gold, string given) => Canonical(gold) == Canonical(given);

    /// <inheritdoc/>
    public string Key(string answer) => Canonical(answer);

    /// <summary>A number without plus sign, leading and trailing zeros; any other text trimmed.</summary>
    private static string Canonical(string answer)
    {
        string text = answer.Trim();
        Match match = Number().Match(text);
        if (!match.Success)
        {
            return text;
        }
        string whole = match.Groups["whole"].Value.TrimStart('0');
        string fraction = match.Groups["fraction"].Value.TrimEnd('0');
        if (whole.Length == 0 && fraction.Length == 0)
        {
            return "0";
        }
        string sign = match.Groups["sign"].Value == "-" ? "-" : "";
        return $"{sign}{(whole.Length == 0 ? "0" : whole)}{(fraction.Length == 0 ? "" : "." + fraction)}";
    }

    [GeneratedRegex(@"\A(?<sign>[-+]?)(?=\.?[0-9])(?<whole>[0-9]*)(\.(?<fraction>[0-9]*))?\z")]
    private static partial Regex Number();
}
