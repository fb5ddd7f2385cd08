using Tsmc.Problems;

namespace Tsmc.Interactive.Views;

/// <summary>A problem with its reference answer.</summary>
/// <param name="Problem">The problem.</param>
public sealed record ProblemView(Problem Problem) : IView
{
    /// <inheritdoc/>
    public string ToHtml() =>
        "<div style=\"border-left:4px solid rgba(128,128,128,0.5);padding:4px 14px;max-width:46em\">"
        + $"<div style=\"{Html.Quiet}\">{Html.Encode(Problem.Id)}</div>"
        + $"<div style=\"white-space:pre-wrap;margin:4px 0\">{Html.Encode(Problem.Text)}</div>"
        + $"<div>Reference answer: <b>{Html.Encode(Problem.Answer)}</b></div></div>";

    /// <inheritdoc/>
    public string ToText() => $"{Problem.Id}\n{Problem.Text}\nReference answer: {Problem.Answer}\n";
}
