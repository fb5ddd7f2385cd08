using System.Net;
using Plotly.NET;

namespace Tsmc.Charts;

/// <summary>
/// The pieces of a page that draws charts without a network: plotly.js itself, once, and a place and a call for each chart.
/// </summary>
internal static class PlotlyScript
{
    private static readonly Lazy<string> Source = new(Read);

    /// <summary>plotly.js, as Plotly.NET carries it, in a script element; 3.6 million characters.</summary>
    public static string Library => $"<script>{Source.Value}</script>";

    /// <summary>An element with the chart in it, drawn when the browser comes by.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="id">An id that is unique in the page.</param>
    /// <param name="description">What the chart shows, for readers that do not see it.</param>
    public static string Place(GenericChart chart, string id, string description)
    {
        // A text of the chart that holds "</script>" must not end the script.
        string figure = GenericChart.toJson(chart).Replace("</", "<\\/", StringComparison.Ordinal);
        return $$"""
            <div class="chart" id="{{id}}" role="img" aria-label="{{WebUtility.HtmlEncode(description)}}"></div>
            <script>{ const f = {{figure}}; Plotly.newPlot("{{id}}", f.data, f.layout, f.config); }</script>
            """;
    }

    private static string Read()
    {
        string name = $"Plotly.NET.plotly-{Globals.PLOTLYJS_VERSION}.min.js";
        using Stream stream = typeof(GenericChart).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"Plotly.NET carries no {name}; expected the version 6 of the package.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
