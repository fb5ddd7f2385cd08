using Plotly.NET;
using Plotly.NET.TraceObjects;
using Tsmc.Evaluation;

namespace Tsmc.Charts;

/// <summary>The two ways in which a method's accuracy is drawn: a curve with error bars, or a level.</summary>
internal static class AccuracyTraces
{
    /// <summary>A line with a mark and a bar of one standard error at each point.</summary>
    public static Trace Curve(IReadOnlyList<AccuracyRow> points, Func<AccuracyRow, double> x, string name)
    {
        MethodStyle style = MethodStyle.Of(points[0].Method);
        return Trace(style, name, style.Dash)
            .With("mode", "lines+markers")
            .With("x", points.Select(x).ToArray())
            .With("y", points.Select(row => row.Percent).ToArray())
            .With("text", points.Select(Describe).ToArray())
            .With("marker", new Marker().With("symbol", style.Mark).With("size", 9).With("color", style.Colour))
            .With("error_y", Bars([.. points.Select(row => row.StandardError)]));
    }

    /// <summary>
    /// A horizontal line, over the whole of a doubling axis, for a method that does not depend on the axis. Its bar of one standard
    /// error stands in the free room at the right, each level's in a place of its own, so that bars do not cover each other.
    /// </summary>
    /// <param name="point">The accuracy.</param>
    /// <param name="name">Name in the legend.</param>
    /// <param name="ticks">The axis's values, rising.</param>
    /// <param name="place">Number of the level, from 0.</param>
    public static Trace Level(AccuracyRow point, string name, IReadOnlyList<int> ticks, int place)
    {
        MethodStyle style = MethodStyle.Of(point.Method);
        double left = ticks[0] * Math.Pow(2, -Plot.FreeDoublings);
        double right = ticks[^1] * Math.Pow(2, Plot.FreeDoublings);
        double bar = right * Math.Pow(2, -Plot.FreeDoublings * (1 + (place % 5)) / 7);
        string text = Describe(point);
        return Trace(style, name, style.Dash == "solid" ? "dash" : style.Dash)
            .With("mode", "lines")
            .With("x", new[] { left, bar, right })
            .With("y", new[] { point.Percent, point.Percent, point.Percent })
            .With("text", new[] { text, text, text })
            .With("error_y", Bars([null, point.StandardError, null]));
    }

    private static Error Bars(double?[] standardErrors) => new Error()
        .With("type", "data").With("thickness", 1.5).With("width", 4).With("array", standardErrors);

    private static Trace2D Trace(MethodStyle style, string name, string dash) => new Trace2D("scatter")
        .With("name", name)
        .With("hovertemplate", "%{text}<extra></extra>")
        .With("line", new Line().With("color", style.Colour).With("width", 2).With("dash", dash));

    private static string Describe(AccuracyRow row) => FormattableString.Invariant(
        $"{Methods.Title(row.Method)}<br>N = {row.N}, M = {row.M}<br>{row.PercentText} %");
}
