using Plotly.NET;
using Tsmc.Charts;

namespace Tsmc.Cli.Runs;

/// <summary>Writes a figure as an interactive page, and as PNG where a browser is found.</summary>
internal static class FigureFiles
{
    public static async Task WriteAsync(Session session, GenericChart chart, string folder, string name, string title, CancellationToken ct)
    {
        ChartFiles.SaveHtml(chart, Path.Combine(folder, name + ".html"), title);
        PictureResult picture = await ChartFiles.SavePngAsync(chart, Path.Combine(folder, name + ".png"), cancellation: ct).ConfigureAwait(false);
        if (!picture.Saved)
        {
            session.Remark($"{name}.png was not drawn: {picture.WhyNot}");
        }
    }
}
