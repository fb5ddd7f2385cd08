namespace Tsmc.Interactive.Views;

/// <summary>The line that loading displays. Its HTML carries plotly.js for all charts of the notebook.</summary>
/// <param name="LibtorchVersion">Version of libtorch.</param>
public sealed record LoadedNotice(string LibtorchVersion) : IView
{
    private string Line
    {
        get
        {
            Version version = typeof(LoadedNotice).Assembly.GetName().Version!;
            return $"Tsmc {version.ToString(3)} on libtorch {System.Version.Parse(LibtorchVersion).ToString(3)}";
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => $"<div style=\"{Html.Quiet}\">{Html.Encode(Line)}</div>{ChartView.Library}";

    /// <inheritdoc/>
    public string ToText() => Line + "\n";
}
