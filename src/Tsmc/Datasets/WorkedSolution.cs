using System.Text.RegularExpressions;
using Tsmc.Problems;

namespace Tsmc.Datasets;

/// <summary>Brings worked solutions of the data sets into the layout of <see cref="PromptFormat"/>.</summary>
internal static partial class WorkedSolution
{
    /// <summary>
    /// Cuts a text into steps: at blank lines where it has some outside of formulas and figures, else at line ends outside of them. A line
    /// that begins a displayed formula belongs to the line before it. No step holds a blank line.
    /// </summary>
    public static IReadOnlyList<string> Steps(string text)
    {
        string[] lines = text.Replace("\r", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.TrimEntries);
        var paragraphs = new List<List<string>> { new() };
        var single = new List<List<string>>();
        int depth = 0;
        foreach (string line in lines)
        {
            if (line.Length == 0)
            {
                if (depth == 0 && paragraphs[^1].Count > 0)
                {
                    paragraphs.Add([]);
                }
                continue;
            }
            bool joins = single.Count > 0 && (depth > 0 || Display().IsMatch(line));
            if (!joins)
            {
                single.Add([]);
            }
            single[^1].Add(line);
            paragraphs[^1].Add(line);
            depth = Math.Max(0, depth + Open().Count(line) - Close().Count(line));
            depth = Dollars().Count(line) % 2 == 0 ? depth : depth > 0 ? depth - 1 : 1;
        }
        paragraphs.RemoveAll(lines => lines.Count == 0);
        return [.. (paragraphs.Count > 1 ? paragraphs : single).Select(step => string.Join('\n', step))];
    }

    /// <summary>The text without GSM8K's calculator annotations, such as <c>&lt;&lt;16-3=13&gt;&gt;</c>.</summary>
    public static string WithoutCalculations(string text) => Calculation().Replace(text, "");

    /// <summary>What the last <c>\boxed{…}</c> or <c>\fbox{…}</c> holds, braces counted, or the word after a <c>\boxed</c> without braces; null when there is none.</summary>
    public static string? Boxed(string text)
    {
        foreach (Match box in Box().Matches(text).Reverse())
        {
            int depth = 1;
            int start = box.Index + box.Length;
            for (int i = start; i < text.Length; i++)
            {
                depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
                if (text[i] == '\\')
                {
                    i++; // an escaped brace is no brace
                }
                else if (depth == 0)
                {
                    string held = text[start..i].Trim();
                    return held.Length == 0 ? null : held;
                }
            }
        }
        Match bare = BareBox().Matches(text).LastOrDefault() ?? Match.Empty;
        return bare.Success ? bare.Groups["held"].Value : null;
    }

    /// <summary>Splits at the last sentence <c>The answer is: …</c>; null when there is none.</summary>
    public static (string Before, string Answer)? AtAnswer(string text)
    {
        Match last = AnswerSentence().Matches(text).LastOrDefault() ?? Match.Empty;
        if (!last.Success)
        {
            return null;
        }
        string answer = last.Groups["answer"].Value.Trim();
        return answer.Length == 0 ? null : (text[..last.Index].TrimEnd(), answer);
    }

    /// <summary>An answer without the commas that part thousands.</summary>
    public static string WithoutThousands(string answer) => Thousands().IsMatch(answer) ? answer.Replace(",", "", StringComparison.Ordinal) : answer;

    [GeneratedRegex(@"<<[^<>\n]*>>")]
    private static partial Regex Calculation();

    [GeneratedRegex(@"\\(?:boxed|fbox) ?\{")]
    private static partial Regex Box();

    [GeneratedRegex(@"\\boxed +(?<held>[^\s${}.]+)")]
    private static partial Regex BareBox();

    [GeneratedRegex(@"\b[Tt]he (?:final )?answer is:(?<answer>[^\n]*)\s*\z")]
    private static partial Regex AnswerSentence();

    [GeneratedRegex(@"\A-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\z")]
    private static partial Regex Thousands();

    [GeneratedRegex(@"\A(?:\\\[|\$\$|\\begin\b|\\end\b|\[asy\])")]
    private static partial Regex Display();

    [GeneratedRegex(@"(?<!\\)\\\[|\\begin\b|\[asy\]")]
    private static partial Regex Open();

    [GeneratedRegex(@"(?<!\\)\\\]|\\end\b|\[/asy\]")]
    private static partial Regex Close();

    [GeneratedRegex(@"\$\$")]
    private static partial Regex Dollars();
}
