using Tsmc.Problems;

namespace Tsmc.Grading;

/// <summary>Finds the final answer in a solution's text.</summary>
public static class AnswerExtraction
{
    /// <summary>The trimmed text after the last line <c># Answer</c>, or null when there is no such line or nothing after it.</summary>
    public static string? Find(string solution)
    {
        for (int at = solution.Length; at > 0;)
        {
            at = solution.LastIndexOf(PromptFormat.AnswerHeading, at - 1, StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }
            string rest = solution[(at + PromptFormat.AnswerHeading.Length)..];
            bool isLine = (at == 0 || solution[at - 1] == '\n') && (rest.Length == 0 || rest.Split('\n', 2)[0].Trim().Length == 0);
            if (isLine)
            {
                string answer = rest.Trim();
                return answer.Length == 0 ? null : answer;
            }
        }
        return null;
    }
}
