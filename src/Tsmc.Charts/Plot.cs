using System.Globalization;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace Tsmc.Charts;

/// <summary>Plotly.NET objects written in the words of plotly.js, and the look that all figures share.</summary>
internal static class Plot
{
    private const string Grid = "#E5E5E5";

    /// <summary>What a <see cref="DoublingAxis"/> leaves free at either end, in doublings.</summary>
    public const double FreeDoublings = 0.4;

    /// <summary>Sets one property by its name in plotly.js and gives the object back.</summary>
    public static T With<T>(this T target, string name, object value)
        where T : DynamicObj.DynamicObj
    {
        target.SetProperty(name, value);
        return target;
    }

    /// <summary>An axis with a title; grid lines and outline in light grey.</summary>
    public static LinearAxis Axis(string title) => new LinearAxis()
        .With("title", new Title().With("text", title))
        .With("gridcolor", Grid)
        .With("zeroline", false)
        .With("showline", true)
        .With("linecolor", "#7F7F7F")
        .With("ticks", "outside")
        .With("automargin", true);

    /// <summary>A logarithmic axis to base 2 with a tick at each of the given values and at no other.</summary>
    public static LinearAxis DoublingAxis(string title, IEnumerable<int> values)
    {
        int[] ticks = [.. values.Distinct().Order()];
        // plotly.js takes the range of a logarithmic axis in powers of ten.
        double margin = Math.Log10(2) * FreeDoublings;
        return Axis(title)
            .With("type", "log")
            .With("tickmode", "array")
            .With("tickvals", ticks)
            .With("ticktext", ticks.Select(tick => tick.ToString(CultureInfo.InvariantCulture)).ToArray())
            .With("range", new[] { Math.Log10(ticks[0]) - margin, Math.Log10(ticks[^1]) + margin });
    }

    /// <summary>Puts traces and axes together: legend below the figure, white ground, size follows the page.</summary>
    public static GenericChart Chart(IEnumerable<Trace> traces, LinearAxis x, LinearAxis y, string? title, string? barMode = null)
    {
        Layout layout = new Layout()
            .With("xaxis", x)
            .With("yaxis", y)
            .With("font", new Font().With("family", "system-ui, sans-serif").With("size", 14))
            .With("paper_bgcolor", "#FFFFFF")
            .With("plot_bgcolor", "#FFFFFF")
            .With("hovermode", "closest")
            .With("margin", new Margin().With("t", title is null ? 36 : 64).With("r", 20))
            .With("legend", new Legend()
                .With("orientation", "h").With("x", 0).With("xanchor", "left")
                .With("yref", "container").With("y", 0.02).With("yanchor", "bottom"));
        if (title is not null)
        {
            layout.With("title", new Title().With("text", title).With("x", 0.02).With("xanchor", "left"));
        }
        if (barMode is not null)
        {
            layout.With("barmode", barMode);
        }
        Config config = new Config().With("responsive", true).With("displaylogo", false);
        GenericChart chart = GenericChart.ofTraceObjects(false, Microsoft.FSharp.Collections.ListModule.OfSeq(traces));
        return GenericChart.setConfig(config, GenericChart.setLayout(layout, chart));
    }
}
