namespace Tsmc.Problems;

/// <summary>The text layout of prompts and solutions (the paper's data format).</summary>
public static class PromptFormat
{
    /// <summary>What ends a step: a blank line.</summary>
    public const string StepEnd = "\n\n";

    /// <summary>The heading of the last step. The blank line right after it does not end a step.</summary>
    public const string AnswerHeading = "# Answer";

    /// <summary>The prompt of a problem: <c># Question\n\n{problem}\n\n# Solution\n\n</c>.</summary>
    public static string Prompt(string problem) => $"# Question\n\n{problem}\n\n# Solution\n\n";

    /// <summary>The text of a solution: its steps, then the answer under its heading.</summary>
    public static string Solution(IEnumerable<string> steps, string answer) =>
        string.Concat(steps.Select(step => step + StepEnd)) + AnswerHeading + StepEnd + answer;

    /// <summary>Splits a solution's text into its steps; the last holds the answer, heading included, when there is one.</summary>
    public static IReadOnlyList<string> Steps(string solution)
    {
        var steps = new List<string>();
        int start = 0;
        while (start < solution.Length)
        {
            int end = solution.IndexOf(StepEnd, start, StringComparison.Ordinal);
            if (end >= 0 && solution.AsSpan(start, end - start).TrimEnd().EndsWith(AnswerHeading))
            {
                end = solution.IndexOf(StepEnd, end + StepEnd.Length, StringComparison.Ordinal);
            }
            if (end < 0)
            {
                end = solution.Length;
            }
            if (end > start)
            {
                steps.Add(solution[start..end]);
            }
            start = end + StepEnd.Length;
        }
        return steps;
    }
}
