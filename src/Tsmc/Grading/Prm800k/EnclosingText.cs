namespace Tsmc.Grading.Prm800k;

/// <summary>An answer that lies as a whole in <c>\text{}</c>.</summary>
internal static class EnclosingText
{
    private const string Opening = "\\text{";

    /// <summary>What lies inside; other answers stay as they are.</summary>
    public static string Strip(string answer) =>
        answer.Length > Opening.Length + 1 && answer.StartsWith(Opening, StringComparison.Ordinal) && answer[^1] == '}' && !answer.Contains('\n')
            ? answer[Opening.Length..^1]
            : answer;
}
