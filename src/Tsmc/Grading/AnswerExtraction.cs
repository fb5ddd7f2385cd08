using System.Text.RegularExpressions;
using Tsmc.Problems;

namespace Tsmc.Grading;

/// <summary>
/// Finds the final answer in a solution's text. The marks are tried in this order, and of each the last one counts: the heading
/// <c># Answer</c>; <c>\boxed{}</c> or <c>\fbox{}</c>; GSM8K's <c>####</c>; "the answer is". Work grows linearly with the text.
/// </summary>
public static partial class AnswerExtraction
{
    // Each unclosed box is read to the end of the text; so many of them are no solution any more.
    private const int MostUnclosed = 50;

    /// <summary>The answer's text, or null when no mark of an answer is there or nothing comes after it.</summary>
    public static string? Find(string solution) => Locate(solution)?.Text;

    /// <summary>The answer and its place, or null when no mark of an answer is there or nothing comes after it.</summary>
    public static FoundAnswer? Locate(string solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        return Heading(solution) ?? LastBox(solution, solution.Length) ?? HashMarks(solution) ?? Claim(solution);
    }

    /// <summary>What follows the last line that holds <c># Answer</c> and nothing else.</summary>
    private static FoundAnswer? Heading(string solution)
    {
        for (int at = solution.Length; at > 0;)
        {
            at = solution.LastIndexOf(PromptFormat.AnswerHeading, at - 1, StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }
            int end = at + PromptFormat.AnswerHeading.Length;
            ReadOnlySpan<char> rest = solution.AsSpan(end);
            int line = rest.IndexOf('\n');
            bool isLine = (at == 0 || solution[at - 1] == '\n') && (line < 0 ? rest : rest[..line]).IsWhiteSpace();
            if (isLine)
            {
                return Trimmed(solution, end, solution.Length, AnswerKind.Heading);
            }
        }
        return null;
    }

    /// <summary>The content of the last box before a place whose brace is closed, however deep braces nest in it.</summary>
    internal static FoundAnswer? LastBox(string solution, int before)
    {
        int unclosed = 0;
        for (int at = before; at > 0;)
        {
            at = Math.Max(
                solution.LastIndexOf("\\boxed", at - 1, StringComparison.Ordinal),
                solution.LastIndexOf("\\fbox", at - 1, StringComparison.Ordinal));
            if (at < 0)
            {
                return null;
            }
            int brace = solution.IndexOf('{', at);
            if (brace < 0 || !solution.AsSpan(at, brace - at).TrimEnd().SequenceEqual(solution[at + 1] == 'b' ? "\\boxed" : "\\fbox"))
            {
                continue;
            }
            int end = ClosingBrace(solution, brace + 1);
            if (end >= 0)
            {
                return Trimmed(solution, brace + 1, end, AnswerKind.Boxed);
            }
            if (++unclosed == MostUnclosed)
            {
                return null;
            }
        }
        return null;
    }

    /// <summary>The rest of the line after the last <c>####</c>.</summary>
    private static FoundAnswer? HashMarks(string solution)
    {
        int at = solution.LastIndexOf("####", StringComparison.Ordinal);
        return at < 0 ? null : Trimmed(solution, at + 4, LineEnd(solution, at), AnswerKind.HashMarks);
    }

    /// <summary>What the last "the answer is" says: a formula between dollars, or the text up to the end of the sentence.</summary>
    internal static FoundAnswer? Claim(string solution)
    {
        if (Claims().Matches(solution) is not { Count: > 0 } claims)
        {
            return null;
        }
        int start = claims[0].Index + claims[0].Length, end = LineEnd(solution, start);
        ReadOnlySpan<char> line = solution.AsSpan(start, end - start);
        if (Formula().Match(solution, start, end - start) is { Success: true } formula)
        {
            return Trimmed(solution, formula.Groups["inside"].Index, formula.Groups["inside"].Index + formula.Groups["inside"].Length, AnswerKind.Sentence);
        }
        int stop = line.IndexOf(". ");
        end = start + (stop < 0 ? line.TrimEnd().TrimEnd('.').Length : stop);
        return Trimmed(solution, start, end, AnswerKind.Sentence);
    }

    private static int LineEnd(string text, int from)
    {
        int end = text.IndexOf('\n', from);
        return end < 0 ? text.Length : end;
    }

    private static int ClosingBrace(string text, int from)
    {
        for (int i = from, depth = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return i;
            }
        }
        return -1;
    }

    private static FoundAnswer? Trimmed(string solution, int start, int end, AnswerKind kind)
    {
        ReadOnlySpan<char> span = solution.AsSpan(start, end - start);
        start += span.Length - span.TrimStart().Length;
        span = span.Trim();
        return span.IsEmpty ? null : new(span.ToString(), start, span.Length, kind);
    }

    [GeneratedRegex(@"(\banswer\s+is\s*:?|\banswer\s*:)", RegexOptions.RightToLeft | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Claims();

    [GeneratedRegex(@"\G\s*(\$\$?|\\\(|\\\[)(?<inside>[^$]+?)(\$\$?|\\\)|\\\])")]
    private static partial Regex Formula();
}
