using System.Globalization;
using MathNet.Numerics.Statistics;
using Microsoft.Data.Analysis;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using Tsmc.Evaluation;

namespace Tsmc.Charts;

/// <summary>
/// The paper's figures over the data frames of <see cref="Frames"/>. Each is an ordinary chart that can be styled further.
/// </summary>
public static partial class Figures
{
    private const string ErrorBars = "<br><sup>bars: ± 1 standard error over problems</sup>";

    /// <summary>
    /// Accuracy against N, one line a method with bars of one standard error; pass@N is the dotted ceiling, greedy the dashed
    /// level.
    /// </summary>
    /// <param name="accuracy">Columns <c>method, n, m, accuracy, standard_error</c>, as <see cref="Frames.Accuracy"/> makes them.</param>
    /// <param name="m">The M whose TSMC rows are drawn; null for the M that has the most of them, of equals the largest.</param>
    /// <param name="title">A title above the figure, or null for none.</param>
    /// <exception cref="ArgumentException">The frame has no rows or lacks a column.</exception>
    public static GenericChart AccuracyVersusN(DataFrame accuracy, int? m = null, string? title = null)
    {
        IReadOnlyList<AccuracyRow> rows = AccuracyRow.Read(accuracy);
        int groupSize = m ?? MostFrequent(rows.Where(row => row.IsTsmc), row => row.M) ?? 1;
        AccuracyRow[] drawn = [.. rows.Where(row => !row.IsTsmc || row.M == groupSize)];
        int[] sizes = Distinct(drawn.Select(row => row.N));

        List<Trace> traces = [];
        foreach (IGrouping<string, AccuracyRow> method in ByMethod(drawn))
        {
            AccuracyRow[] points = [.. method.OrderBy(row => row.N)];
            traces.Add(method.Key == Methods.Greedy
                ? AccuracyTraces.Level(points[0], Methods.Title(method.Key), sizes, place: 0)
                : AccuracyTraces.Curve(points, row => row.N, Name(points[0])));
        }
        return Plot.Chart(traces, Plot.DoublingAxis("Solutions per problem, N (log scale)" + ErrorBars, sizes), PercentAxis(), title);
    }

    /// <summary>Accuracy of TSMC against M at a fixed N, with bars of one standard error; plain methods at the same N are levels.</summary>
    /// <param name="accuracy">Columns <c>method, n, m, accuracy, standard_error</c>.</param>
    /// <param name="n">The N; null for the one with the most TSMC rows, of equals the largest.</param>
    /// <param name="title">A title above the figure, or null for none.</param>
    /// <exception cref="ArgumentException">The frame has no TSMC rows at that N, or lacks a column.</exception>
    public static GenericChart AccuracyVersusM(DataFrame accuracy, int? n = null, string? title = null)
    {
        IReadOnlyList<AccuracyRow> rows = AccuracyRow.Read(accuracy);
        int? size = n ?? MostFrequent(rows.Where(row => row.IsTsmc), row => row.N);
        AccuracyRow[] drawn = [.. rows.Where(row => row.N == size || row.Method == Methods.Greedy)];
        int[] groupSizes = Distinct(drawn.Where(row => row.IsTsmc).Select(row => row.M));

        List<Trace> traces = [];
        int levels = 0;
        foreach (IGrouping<string, AccuracyRow> method in ByMethod(drawn))
        {
            AccuracyRow[] points = [.. method.OrderBy(row => row.M)];
            traces.Add(points[^1].IsTsmc
                ? AccuracyTraces.Curve([.. points.Where(row => row.IsTsmc)], row => row.M, Methods.Title(method.Key))
                : AccuracyTraces.Level(points[0], Methods.Title(method.Key), groupSizes, levels++));
        }
        return Plot.Chart(
            traces, Plot.DoublingAxis($"Particles in a group, M (log scale), at N = {size}{ErrorBars}", groupSizes), PercentAxis(), title);
    }

    /// <summary>Accuracy against cost: the curves of <see cref="AccuracyVersusN"/> over the tokens that go through a model.</summary>
    /// <param name="accuracy">
    /// Columns <c>method, n, m, accuracy, standard_error, tokens</c>, as <see cref="TokenCost.Accuracy"/> makes them.
    /// </param>
    /// <param name="m">The M whose TSMC rows are drawn; null for the M that has the most of them, of equals the largest.</param>
    /// <param name="title">A title above the figure, or null for none.</param>
    /// <exception cref="ArgumentException">The frame has no rows or lacks a column.</exception>
    public static GenericChart AccuracyVersusCost(DataFrame accuracy, int? m = null, string? title = null)
    {
        IReadOnlyList<AccuracyRow> rows = AccuracyRow.Read(accuracy);
        if (rows.Count == 0 || rows.Any(row => row.Tokens is null))
        {
            throw new ArgumentException("the accuracy frame has no rows, or no number in column 'tokens'.", nameof(accuracy));
        }
        int groupSize = m ?? MostFrequent(rows.Where(row => row.IsTsmc), row => row.M) ?? 1;
        IEnumerable<AccuracyRow> drawn = rows.Where(row => !row.IsTsmc || row.M == groupSize);
        Trace[] traces = [.. ByMethod(drawn).Select(method => method.OrderBy(row => row.Tokens).ToArray())
            .Select(points => AccuracyTraces.Curve(points, row => row.Tokens!.Value, Name(points[0])))];
        return Plot.Chart(
            traces, Plot.Axis("Tokens through a model per problem, generator and judges (log scale)" + ErrorBars).With("type", "log").With("dtick", "D2"),
            PercentAxis(), title);
    }

    /// <summary>Curves of a training log.</summary>
    /// <param name="log">One row a reading; an empty cell is no reading.</param>
    /// <param name="columns">The columns to draw, for example <c>loss</c> and <c>validation_loss</c>.</param>
    /// <param name="quantity">The quantity and its unit, for the axis.</param>
    /// <param name="step">The column of the optimiser step.</param>
    /// <param name="title">A title above the figure, or null for none.</param>
    /// <exception cref="ArgumentException">A column is missing or does not hold numbers.</exception>
    public static GenericChart TrainingCurve(
        DataFrame log, IReadOnlyList<string> columns, string quantity = "Loss (nats per token)", string step = "step", string? title = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        string[] colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];
        double[] steps = FrameColumns.AllNumbers(log, step);
        IEnumerable<Trace> traces = columns.Select((column, i) =>
        {
            (double Step, double? Reading)[] readings =
                [.. steps.Zip(FrameColumns.Numbers(log, column)).Where(row => row.Second is double value && double.IsFinite(value))];
            return new Trace2D("scatter")
                .With("mode", readings.Length > 60 ? "lines" : "lines+markers")
                .With("name", column.Replace('_', ' '))
                .With("x", readings.Select(reading => reading.Step).ToArray())
                .With("y", readings.Select(reading => reading.Reading).ToArray())
                .With("line", new Line().With("color", colours[i % colours.Length]).With("width", 2));
        });
        return Plot.Chart(traces, Plot.Axis("Optimiser step"), Plot.Axis(quantity), title);
    }

    /// <summary>
    /// Effective sample size as a share of M at each step: median over the groups, bars from the lower to the upper quartile.
    /// </summary>
    /// <param name="steps">Columns <c>step, ess, m</c>, one row a group and step, as <see cref="Frames.Steps"/> makes them.</param>
    /// <param name="title">A title above the figure, or null for none.</param>
    /// <exception cref="ArgumentException">The frame has no rows or lacks a column.</exception>
    public static GenericChart EffectiveSampleSize(DataFrame steps, string? title = null)
    {
        double[] step = FrameColumns.AllNumbers(steps, "step");
        double[] ess = FrameColumns.AllNumbers(steps, "ess");
        double[] m = FrameColumns.AllNumbers(steps, "m");
        if (step.Length == 0)
        {
            throw new ArgumentException("the frame has no rows; expected one for each group and step.", nameof(steps));
        }
        var byStep = step
            .Select((t, i) => (Step: t, Share: ess[i] / m[i]))
            .GroupBy(row => row.Step, row => row.Share)
            .OrderBy(group => group.Key)
            .Select(group => (
                Step: group.Key, Groups: group.Count(), Median: group.Median(), Low: group.LowerQuartile(), High: group.UpperQuartile()))
            .ToArray();
        Trace trace = new Trace2D("scatter")
            .With("mode", "lines+markers")
            .With("showlegend", false)
            .With("x", byStep.Select(row => row.Step).ToArray())
            .With("y", byStep.Select(row => row.Median).ToArray())
            .With("text", byStep.Select(row => $"{row.Groups} groups").ToArray())
            .With("line", new Line().With("color", "#0072B2").With("width", 2))
            .With("error_y", new Error()
                .With("type", "data").With("symmetric", false).With("thickness", 1.5).With("width", 4)
                .With("array", byStep.Select(row => row.High - row.Median).ToArray())
                .With("arrayminus", byStep.Select(row => row.Median - row.Low).ToArray()));
        return Plot.Chart(
            [trace],
            Plot.Axis("Step t").With("dtick", Math.Max(1, Math.Ceiling(step.Max() / 20))),
            Plot.Axis("ESS / M, median and quartiles over groups").With("range", new[] { 0, 1.05 }),
            title);
    }

    /// <summary>Scores of correct and of wrong solutions as two histograms, each in percent of its kind.</summary>
    /// <param name="solutions">
    /// Columns <c>correct</c> and the score's, as <see cref="Frames.Solutions"/> makes them; solutions without a score are left
    /// out.
    /// </param>
    /// <param name="column">The column of the score in [0, 1]: <c>value</c> or <c>reward</c>.</param>
    /// <param name="title">A title above the figure, or null for none.</param>
    /// <exception cref="ArgumentException">A column is missing, or no solution has a score.</exception>
    public static GenericChart ValueHistogram(DataFrame solutions, string column = "value", string? title = null)
    {
        (double Score, bool Correct)[] scored = [.. FrameColumns.Numbers(solutions, column)
            .Zip(FrameColumns.Truths(solutions, "correct"))
            .Where(row => row.First is double score && double.IsFinite(score))
            .Select(row => (row.First!.Value, row.Second))];
        if (scored.Length == 0)
        {
            throw new ArgumentException($"no solution has a number in column '{column}'; score the solutions first.", nameof(solutions));
        }
        Trace Histogram(bool correct, string name, string colour)
        {
            double[] scores = [.. scored.Where(row => row.Correct == correct).Select(row => row.Score)];
            return new Trace2D("histogram")
                .With("name", string.Create(CultureInfo.InvariantCulture, $"{name} ({scores.Length} solutions)"))
                .With("x", scores)
                .With("histnorm", "percent")
                .With("opacity", 0.65)
                .With("marker", new Marker().With("color", colour))
                .With("xbins", new Bins().With("start", 0.0).With("end", 1.0001).With("size", 0.05));
        }
        return Plot.Chart(
            [Histogram(false, "wrong", "#D55E00"), Histogram(true, "correct", "#0072B2")],
            Plot.Axis($"Final {column} of the solution").With("range", new[] { 0.0, 1.0 }),
            Plot.Axis("Solutions (% of the correct, % of the wrong)"),
            title,
            barMode: "overlay");
    }

    private static string Name(AccuracyRow row) => row.IsTsmc
        ? string.Create(CultureInfo.InvariantCulture, $"{Methods.Title(row.Method)} (M = {row.M})")
        : Methods.Title(row.Method);

    private static LinearAxis PercentAxis() => Plot.Axis("Accuracy (% of problems)").With("rangemode", "tozero");

    private static IEnumerable<IGrouping<string, AccuracyRow>> ByMethod(IEnumerable<AccuracyRow> rows) =>
        rows.GroupBy(row => row.Method).OrderBy(method => MethodStyle.Order(method.Key));

    private static int? MostFrequent(IEnumerable<AccuracyRow> rows, Func<AccuracyRow, int> by) => rows
        .GroupBy(by)
        .OrderByDescending(group => group.Count())
        .ThenByDescending(group => group.Key)
        .FirstOrDefault()?.Key;

    private static int[] Distinct(IEnumerable<int> values)
    {
        int[] distinct = [.. values.Distinct().Order()];
        return distinct.Length > 0 ? distinct : throw new ArgumentException("the accuracy frame has no rows to draw.");
    }
}
