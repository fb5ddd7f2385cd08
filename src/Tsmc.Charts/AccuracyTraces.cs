using System.Globalization;
using Plotly.NET;
using Plotly.NET.TraceObjects;
using Tsmc.Evaluation;

namespace Tsmc.Charts;

/// <summary>The two ways in which a method's accuracy is drawn: a curve with error bars, or a level.</summary>
internal static class AccuracyTraces
{
    /// <summary>A line with a mark and a bar of one standard error at each point.</summary>
    public static Trace Curve(IReadOnlyList<AccuracyRow> points, Func<AccuracyRow, int> x, string name)
    {
        MethodStyle style = MethodStyle.Of(points[0].Method);
        return Trace(style, name, style.Dash)
            .With("mode", "lines+markers")
            .With("x", points.Select(x).ToArray())
            .With("y", points.Select(row => row.Percent).ToArray())
            .With("text", points.Select(Describe).ToArray())
            .With("marker", new Marker().With("symbol", style.Mark).With("size", 9).With("color", style.Colour))
            .With("error_y", new Error()
                .With("type", "data").With("thickness", 1.5).With("width", 4)
                .With("array", points.Select(row => row.StandardError ?? 0).ToArray()));
    }

    /// <summary>A horizontal line for a method that does not depend on the axis, with its bar of one standard error at the right end.</summary>
    public static Trace Level(AccuracyRow point, string name, IReadOnlyList<int> x)
    {
        MethodStyle style = MethodStyle.Of(point.Method);
        return Trace(style, name, style.Dash == "solid" ? "dash" : style.Dash)
            .With("mode", "lines")
            .With("x", x)
            .With("y", x.Select(_ => point.Percent).ToArray())
            .With("text", x.Select(_ => Describe(point)).ToArray())
            .With("error_y", new Error()
                .With("type", "data").With("thickness", 1.5).With("width", 4)
                .With("array", x.Select((_, i) => i == x.Count - 1 ? point.StandardError ?? 0 : 0).ToArray()));
    }

    private static Trace2D Trace(MethodStyle style, string name, string dash) => new Trace2D("scatter")
        .With("name", name)
        .With("hovertemplate", "%{text}<extra></extra>")
        .With("line", new Line().With("color", style.Colour).With("width", 2).With("dash", dash));

    private static string Describe(AccuracyRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Methods.Title(row.Method)}<br>N = {row.N}, M = {row.M}<br>{row.Percent:0.0} ± {row.StandardError ?? double.NaN:0.0} %");
}
