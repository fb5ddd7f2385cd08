using Microsoft.Data.Analysis;
using Plotly.NET;
using Plotly.NET.TraceObjects;

namespace Tsmc.Charts;

public static partial class Figures
{
    // Okabe and Ito's, which people with any of the common colour blindnesses tell apart.
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];
    private static readonly string[] Marks = ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "x"];

    /// <summary>One line for each kind of row: a quantity against another, with the exact answer as a dotted line where there is one.</summary>
    /// <param name="frame">One point a row.</param>
    /// <param name="x">Column of the horizontal axis.</param>
    /// <param name="y">Column of the vertical axis.</param>
    /// <param name="by">Column whose texts tell the lines apart, drawn in the order of their first rows; null for one line.</param>
    /// <param name="error">Column with the length of the bar to either side of a point; null for no bars.</param>
    /// <param name="exact">The exact answer, the same for all x, or null.</param>
    /// <param name="xTitle">Title of the horizontal axis with its unit; null for the column's name.</param>
    /// <param name="yTitle">Title of the vertical axis with its unit; null for the column's name.</param>
    /// <param name="title">A title above the figure, or null for none.</param>
    /// <exception cref="ArgumentException">The frame has no rows, lacks a column, or one does not hold numbers.</exception>
    public static GenericChart Curves(
        DataFrame frame, string x, string y, string? by = null, string? error = null, double? exact = null, string? xTitle = null,
        string? yTitle = null, string? title = null)
    {
        double?[] xs = FrameColumns.Numbers(frame, x), ys = FrameColumns.Numbers(frame, y);
        double?[]? bars = error is null ? null : FrameColumns.Numbers(frame, error);
        string[] kinds = by is null ? [.. ys.Select(_ => "")] : FrameColumns.Texts(frame, by);
        int[] drawn = [.. Enumerable.Range(0, xs.Length).Where(i => xs[i] is not null && ys[i] is not null)];
        if (drawn.Length == 0)
        {
            throw new ArgumentException($"the frame has no row with numbers in '{x}' and '{y}'; expected at least one.", nameof(frame));
        }
        List<Trace> traces = [];
        foreach ((int number, IGrouping<string, int> kind) in drawn.GroupBy(i => kinds[i]).Index())
        {
            string colour = Colours[number % Colours.Length];
            Trace trace = new Trace2D("scatter")
                .With("mode", "lines+markers")
                .With("name", kind.Key.Length > 0 ? kind.Key : y.Replace('_', ' '))
                .With("showlegend", by is not null || exact is not null)
                .With("x", kind.Select(i => xs[i]).ToArray())
                .With("y", kind.Select(i => ys[i]).ToArray())
                .With("line", new Line().With("color", colour).With("width", 2))
                .With("marker", new Marker().With("symbol", Marks[number % Marks.Length]).With("size", 8).With("color", colour));
            if (bars is not null)
            {
                trace.With("error_y", new Error()
                    .With("type", "data").With("thickness", 1.5).With("width", 4).With("array", kind.Select(i => bars[i]).ToArray()));
            }
            traces.Add(trace);
        }
        if (exact is double level)
        {
            traces.Add(Exact([drawn.Min(i => xs[i]!.Value), drawn.Max(i => xs[i]!.Value)], [level, level]));
        }
        return Plot.Chart(traces, Plot.Axis(xTitle ?? x.Replace('_', ' ')), Plot.Axis(yTitle ?? y.Replace('_', ' ')), title);
    }

    /// <summary>Bars of one column by the names of another, with the exact answer of each bar as a black mark where there is one.</summary>
    /// <param name="frame">One bar a row.</param>
    /// <param name="name">Column with the names under the bars.</param>
    /// <param name="y">Column with the heights.</param>
    /// <param name="by">Column whose texts tell groups of bars apart; null for one group.</param>
    /// <param name="exact">Column with the exact heights, or null.</param>
    /// <param name="xTitle">Title of the horizontal axis; null for the column's name.</param>
    /// <param name="yTitle">Title of the vertical axis with its unit; null for the column's name.</param>
    /// <param name="title">A title above the figure, or null for none.</param>
    /// <exception cref="ArgumentException">The frame has no rows, lacks a column, or one does not hold numbers.</exception>
    public static GenericChart Bars(
        DataFrame frame, string name, string y, string? by = null, string? exact = null, string? xTitle = null, string? yTitle = null,
        string? title = null)
    {
        string[] names = FrameColumns.Texts(frame, name);
        double[] heights = FrameColumns.AllNumbers(frame, y);
        string[] kinds = by is null ? [.. names.Select(_ => y.Replace('_', ' '))] : FrameColumns.Texts(frame, by);
        if (names.Length == 0)
        {
            throw new ArgumentException("the frame has no rows; expected one for each bar.", nameof(frame));
        }
        List<Trace> traces = [.. names.Index().GroupBy(row => kinds[row.Index]).Select((kind, number) => new Trace2D("bar")
            .With("name", kind.Key)
            .With("showlegend", by is not null || exact is not null)
            .With("x", kind.Select(row => row.Item).ToArray())
            .With("y", kind.Select(row => heights[row.Index]).ToArray())
            .With("marker", new Marker().With("color", ColourOf(kind.Key, number))))];
        if (exact is not null)
        {
            traces.Add(new Trace2D("scatter")
                .With("name", "exact")
                .With("mode", "markers")
                .With("x", names)
                .With("y", FrameColumns.AllNumbers(frame, exact))
                .With("marker", new Marker().With("symbol", "line-ew-open").With("size", 22).With("color", "#000000")
                    .With("line", new Line().With("width", 3))));
        }
        // Names such as "0111" are no numbers to plotly.js once it is told so.
        return Plot.Chart(
            traces, Plot.Axis(xTitle ?? name.Replace('_', ' ')).With("type", "category"),
            Plot.Axis(yTitle ?? y.Replace('_', ' ')).With("rangemode", "tozero"), title, barMode: "group");
    }

    /// <summary>How the numbers of a column are spread, one histogram for each kind of row, with the exact answer as a dotted line.</summary>
    /// <param name="frame">One number a row.</param>
    /// <param name="column">Column of the numbers.</param>
    /// <param name="by">Column whose texts tell the histograms apart; null for one.</param>
    /// <param name="binWidth">Width of a bin, above 0; null lets the page choose.</param>
    /// <param name="exact">The exact answer, or null.</param>
    /// <param name="xTitle">Title of the horizontal axis with its unit; null for the column's name.</param>
    /// <param name="title">A title above the figure, or null for none.</param>
    /// <exception cref="ArgumentException">The frame has no rows, lacks a column, or one does not hold numbers.</exception>
    public static GenericChart Histogram(
        DataFrame frame, string column, string? by = null, double? binWidth = null, double? exact = null, string? xTitle = null,
        string? title = null)
    {
        double[] numbers = FrameColumns.AllNumbers(frame, column);
        string[] kinds = by is null ? [.. numbers.Select(_ => column.Replace('_', ' '))] : FrameColumns.Texts(frame, by);
        if (numbers.Length == 0)
        {
            throw new ArgumentException("the frame has no rows; expected at least one number.", nameof(frame));
        }
        List<Trace> traces = [.. numbers.Index().GroupBy(row => kinds[row.Index]).Select((kind, number) =>
        {
            Trace trace = new Trace2D("histogram")
                .With("name", kind.Key)
                .With("x", kind.Select(row => row.Item).ToArray())
                .With("histnorm", "percent")
                .With("opacity", 0.6)
                .With("marker", new Marker().With("color", Colours[number % Colours.Length]));
            return binWidth is double width
                ? trace.With("xbins", new Bins().With("start", 0.0).With("end", numbers.Max() + width).With("size", width))
                : trace;
        })];
        if (exact is double answer)
        {
            double top = 100.0 * numbers.Index().GroupBy(row => kinds[row.Index]).Max(kind => binWidth is double width
                ? kind.GroupBy(row => Math.Floor(row.Item / width)).Max(bin => bin.Count()) / (double)kind.Count()
                : 0.25);
            traces.Add(Exact([answer, answer], [0, top]));
        }
        return Plot.Chart(
            traces, Plot.Axis(xTitle ?? column.Replace('_', ' ')), Plot.Axis("Share (%)"), title, barMode: "overlay");
    }

    // Right and wrong have the same colours in every figure.
    private static string ColourOf(string kind, int number) => kind switch
    {
        "correct" => Colours[0],
        "wrong" => Colours[1],
        _ => Colours[number % Colours.Length],
    };

    private static Trace Exact(double[] x, double[] y) => new Trace2D("scatter")
        .With("name", "exact")
        .With("mode", "lines")
        .With("x", x)
        .With("y", y)
        .With("line", new Line().With("color", "#000000").With("width", 2).With("dash", "dot"));
}
