using System.Text.RegularExpressions;

namespace Tsmc.Grading.MathVerify;

/// <summary>
/// Finds what in a text is the answer, for texts that are more than an answer: the last boxes, what "the answer is" says, the last
/// formulas, or the last number of a sentence. Neighbours joined by "and", "or" or a comma make one list.
/// </summary>
internal static partial class AnswerRegion
{
    private const int MaxGap = 40;

    /// <summary>The answer's text; the whole text where nothing marks an answer in it.</summary>
    public static string Of(string text)
    {
        text = text.Trim();
        int box = Math.Max(text.LastIndexOf("\\boxed", StringComparison.Ordinal), text.LastIndexOf("\\fbox", StringComparison.Ordinal));
        FoundAnswer? claim = AnswerExtraction.Claim(text);
        if (box >= 0 && (claim is null || claim.Start < box) && Boxes(text) is { Length: > 0 } boxed)
        {
            return boxed;
        }
        if ((claim ?? AnswerExtraction.Locate(text)) is { } found && found.Length < text.Length)
        {
            text = found.Text;
        }
        return Formulas(text) ?? (IsProse(text) ? LastNumber(text) : null) ?? text;
    }

    /// <summary>The last number in a text with its percent sign, or null.</summary>
    public static string? LastNumber(string text) => Numbers().Match(text) is { Success: true } number ? number.Value.Trim() : null;

    private static string Boxes(string text)
    {
        var parts = new List<(int Start, int End, string Inside)>();
        for (int from = text.Length; AnswerExtraction.LastBox(text, from) is { } box && parts.Count < 100;)
        {
            from = text.LastIndexOf("\\", box.Start - 1, StringComparison.Ordinal);
            int end = text.IndexOf('}', box.Start + box.Length) + 1;
            if (parts.Count == 0 || end <= parts[0].Start)
            {
                parts.Insert(0, (from, end, box.Text));
            }
        }
        return Joined(text, parts, gap => gap.Trim().Length == 0 || (gap.Length <= MaxGap && Joint().IsMatch(gap)));
    }

    private static string? Formulas(string text)
    {
        (int Start, int End, string Inside)[] parts = [.. Formula().Matches(text).Select(match => (match.Index, match.Index + match.Length, match.Groups["inside"].Value))];
        // A number in the sentence after the last formula is what the sentence ends in.
        return parts.Length == 0 ? null
            : LastNumber(text[parts[^1].End..]) ?? Joined(text, parts, gap => OnlyJoint().IsMatch(gap));
    }

    /// <summary>The last part with those before it that belong to the same list, and a percent sign that follows.</summary>
    private static string Joined(string text, IReadOnlyList<(int Start, int End, string Inside)> parts, Func<string, bool> belongs)
    {
        if (parts.Count == 0)
        {
            return "";
        }
        int first = parts.Count - 1;
        while (first > 0 && belongs(text[parts[first - 1].End..parts[first].Start]))
        {
            first--;
        }
        string percent = PercentAfter().IsMatch(text.AsSpan(parts[^1].End)) && !parts[^1].Inside.Contains('%') ? "%" : "";
        return string.Join(", ", parts.Skip(first).Select(part => part.Inside)) + percent;
    }

    /// <summary>Whether a text is a sentence rather than an answer: two words or more that are no mathematics.</summary>
    private static bool IsProse(string text) => Words().Count(text) >= 2;

    [GeneratedRegex(@"\$\$(?<inside>(?:[^$\\]|\\.)+?)\$\$|(?<!\\)\\\[(?<inside>.+?)\\\]|(?<!\\)\\\((?<inside>[^\n]+?)\\\)|(?<!\\)\$(?<inside>(?:[^$\n\\]|\\.)+?)\$", RegexOptions.Singleline)]
    private static partial Regex Formula();

    [GeneratedRegex(@"[,;+]|\band\b|\bor\b")]
    private static partial Regex Joint();

    [GeneratedRegex(@"\A(?:[\s,;]|and\b|or\b)*\z")]
    private static partial Regex OnlyJoint();

    [GeneratedRegex(@"\A[\s$]*(?:\\?%|percent|pct)")]
    private static partial Regex PercentAfter();

    [GeneratedRegex(@"(?<![\\A-Za-z{_^])(?!(?:sqrt|sin|cos|tan|cot|log|exp|and|inf|infinity)\b)[A-Za-z']{2,}(?![A-Za-z(])")]
    private static partial Regex Words();

    [GeneratedRegex(@"(?<![A-Za-z0-9.,])-?[0-9](?:[0-9,.]*[0-9])?(?:\s*/\s*[0-9]+)?(?:\s*(?:%|percent|pct))?", RegexOptions.RightToLeft)]
    private static partial Regex Numbers();
}
