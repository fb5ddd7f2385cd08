namespace Tsmc.Interactive.Views;

/// <summary>How far some work is.</summary>
/// <param name="What">What is done.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">All units, at least 1.</param>
/// <param name="Unit">The unit, in the plural.</param>
/// <param name="Left">Time left, or null where it is not known or all is done.</param>
public sealed record ProgressView(string What, int Done, int Total, string Unit, TimeSpan? Left = null) : IView
{
    private string Line => $"{What}: {Done} of {Total} {Unit}" + (Left is { } left ? $", {Math.Ceiling(left.TotalSeconds):0} s left" : "");

    /// <inheritdoc/>
    public string ToHtml() =>
        "<div style=\"max-width:46em\"><div style=\"height:9px;background:rgba(128,128,128,0.2)\">"
        + $"{Html.Filled((double)Done / Total)}</div><div style=\"{Html.Quiet}\">{Html.Encode(Line)}</div></div>";

    /// <inheritdoc/>
    public string ToText() => Line + "\n";
}
