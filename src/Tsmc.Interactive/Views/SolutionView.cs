using System.Text;
using Tsmc.Problems;

namespace Tsmc.Interactive.Views;

/// <summary>A solution, its steps coloured by V_theta where they have been scored: vermilion near 0, blue near 1.</summary>
/// <param name="Solution">The solution.</param>
public sealed record SolutionView(Solution Solution) : IView
{
    /// <summary>
    /// Each step and the value at its end. The last value is the whole solution's; it is null for a step that was not scored.
    /// </summary>
    public IReadOnlyList<(string Step, double? Value)> Steps
    {
        get
        {
            IReadOnlyList<string> steps = PromptFormat.Steps(Solution.Output);
            IReadOnlyList<double> values = Solution.Values;
            double? At(int i) => values.Count == 0 ? null
                : i == steps.Count - 1 ? values[^1]
                : i < values.Count - 1 ? values[i]
                : null;
            return [.. steps.Select((step, i) => (step.Trim(), At(i)))];
        }
    }

    private const string StepStyle = "display:flex;justify-content:space-between;gap:16px;padding:2px 8px;margin:2px 0;";

    private string Verdict => Solution.Answer is null
        ? Solution.Finished ? "✗ no answer" : "✗ cut off by the token limit"
        : $"{(Solution.Correct ? "✓ correct" : "✗ wrong")}, answer {Solution.Answer}";

    private string Origin => $"problem {Solution.ProblemIndex}, {Solution.Method} sample {Solution.SampleIndex}";

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder("<div style=\"max-width:46em;margin:4px 0\">");
        html.Append($"<div><b>{Html.Encode(Verdict)}</b> <span style=\"{Html.Quiet}\">{Html.Encode(Origin)}</span></div>");
        foreach ((string step, double? value) in Steps)
        {
            string text = Html.Encode(step.Replace("\n\n", "\n", StringComparison.Ordinal));
            html.Append($"<div style=\"{StepStyle}{Html.ValueGround(value)}\">");
            html.Append($"<code style=\"white-space:pre-wrap;background:none;color:inherit\">{text}</code>");
            html.Append($"<span style=\"{Html.Right}\">{Html.Number(value)}</span></div>");
        }
        return html.Append("</div>").ToString();
    }

    /// <inheritdoc/>
    public string ToText() => $"{Verdict} ({Origin})\n"
        + string.Concat(Steps.Select(step => $"{Html.Number(step.Value),7}  {TextTable.OneLine(step.Step, 100)}\n"));
}
