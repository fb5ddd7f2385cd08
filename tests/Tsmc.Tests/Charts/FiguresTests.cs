using System.Text.Json;
using Microsoft.Data.Analysis;
using Plotly.NET;
using Tsmc.Charts;
using Tsmc.Evaluation;

namespace Tsmc.Tests.Charts;

public class FiguresTests
{
    [Fact]
    public void Accuracy_against_n_has_titles_error_bars_and_a_line_a_method()
    {
        JsonElement figure = Json(Figures.AccuracyVersusN(MadeUp.Accuracy(), title: "A title"));
        Assert.Equal(
            "Solutions per problem, N (log scale)<br><sup>bars: ± 1 standard error over problems</sup>", AxisTitle(figure, "xaxis"));
        Assert.Equal("Accuracy (% of problems)", AxisTitle(figure, "yaxis"));
        Assert.Equal("log", figure.GetProperty("layout").GetProperty("xaxis").GetProperty("type").GetString());
        Assert.Equal(
            [1, 2, 4, 8, 10, 20, 40, 80],
            figure.GetProperty("layout").GetProperty("xaxis").GetProperty("tickvals").EnumerateArray().Select(tick => tick.GetInt32()));
        JsonElement[] traces = [.. figure.GetProperty("data").EnumerateArray()];
        Assert.Equal(
            ["Greedy", "MV", "WMV (ORM)", "WMV (value)", "TSMC + MV (M = 10)", "TSMC + WMV (M = 10)", "pass@N"],
            traces.Select(trace => trace.GetProperty("name").GetString()));
        Assert.All(traces, trace => Assert.Contains(Bars(trace), error => error > 0));
        Assert.Equal(traces.Length, traces.Select(trace => trace.GetProperty("line").GetProperty("color").GetString()).Distinct().Count());
        Assert.Equal("dash", traces[0].GetProperty("line").GetProperty("dash").GetString());
        Assert.Equal("dot", traces[^1].GetProperty("line").GetProperty("dash").GetString());
        // Percent: mean of 200 scores 0 or 1, 32 of them 1; sd sqrt(0.16 * 0.84 * 200/199), over sqrt(200).
        Assert.Equal(16, traces[0].GetProperty("y")[0].GetDouble(), 9);
        Assert.Equal(
            100 * Math.Sqrt(0.16 * 0.84 / 199), Bars(traces[0]).Max()!.Value, 9);
    }

    [Fact]
    public void Accuracy_against_m_draws_plain_methods_as_levels()
    {
        JsonElement figure = Json(Figures.AccuracyVersusM(MadeUp.Accuracy()));
        Assert.StartsWith("Particles in a group, M (log scale), at N = 80", AxisTitle(figure, "xaxis"));
        JsonElement[] traces = [.. figure.GetProperty("data").EnumerateArray()];
        Assert.Equal(
            ["Greedy", "MV", "WMV (ORM)", "WMV (value)", "TSMC + MV", "TSMC + WMV", "pass@N"],
            traces.Select(trace => trace.GetProperty("name").GetString()));
        Assert.All(traces[4..6], trace => Assert.Equal(
            [4, 10, 20, 40, 80], trace.GetProperty("x").EnumerateArray().Select(m => m.GetDouble())));
        JsonElement[] levels = [.. traces[..4], traces[6]];
        Assert.All(levels, level => Assert.Single(level.GetProperty("y").EnumerateArray().Select(y => y.GetDouble()).Distinct()));
        // Each level's bar stands in a place of its own, to the right of the last curve's.
        double[] bars = [.. levels.Select(level => level.GetProperty("x")[1].GetDouble())];
        Assert.Equal(5, bars.Distinct().Count());
        Assert.All(bars, bar => Assert.True(bar > 80));
    }

    [Fact]
    public void A_frame_read_back_from_csv_draws_the_same_points()
    {
        DataFrame made = MadeUp.Accuracy();
        DataFrame read = DataFrame.LoadCsvFromString(CsvFile.Text(made));
        double[] Points(DataFrame frame) => [.. Json(Figures.AccuracyVersusN(frame)).GetProperty("data").EnumerateArray()
            .SelectMany(trace => trace.GetProperty("y").EnumerateArray()).Select(y => y.GetDouble())];
        // Numbers read from CSV have single precision: 1e-7 of a percentage up to 100.
        Assert.All(Points(made).Zip(Points(read)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void The_other_figures_name_their_axes()
    {
        JsonElement ess = Json(Figures.EffectiveSampleSize(MadeUp.Steps()));
        Assert.Equal(("Step t", "ESS / M, median and quartiles over groups"), (AxisTitle(ess, "xaxis"), AxisTitle(ess, "yaxis")));
        JsonElement bars = ess.GetProperty("data")[0].GetProperty("error_y");
        Assert.Equal(5, bars.GetProperty("array").GetArrayLength());
        Assert.All(bars.GetProperty("arrayminus").EnumerateArray(), bar => Assert.True(bar.GetDouble() > 0));

        JsonElement values = Json(Figures.ValueHistogram(MadeUp.Solutions()));
        Assert.Equal(
            ("Final value of the solution", "Solutions (% of the correct, % of the wrong)"),
            (AxisTitle(values, "xaxis"), AxisTitle(values, "yaxis")));
        Assert.Equal(
            ["wrong (265 solutions)", "correct (134 solutions)"],
            values.GetProperty("data").EnumerateArray().Select(trace => trace.GetProperty("name").GetString()));

        JsonElement training = Json(Figures.TrainingCurve(MadeUp.Log(), ["loss", "validation_loss"]));
        Assert.Equal(("Optimiser step", "Loss (nats per token)"), (AxisTitle(training, "xaxis"), AxisTitle(training, "yaxis")));
        Assert.Equal([50, 5], training.GetProperty("data").EnumerateArray().Select(trace => trace.GetProperty("x").GetArrayLength()));
    }

    [Fact]
    public void Frames_that_cannot_be_drawn_are_refused_in_words()
    {
        DataFrame other = new(new Int32DataFrameColumn("n", [1]));
        Assert.Contains("no column 'method'", Assert.Throws<ArgumentException>(() => Figures.AccuracyVersusN(other)).Message);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => Figures.AccuracyVersusN(Frames.Accuracy([]))).Message);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => Figures.AccuracyVersusM(MadeUp.Accuracy(), n: 3)).Message);
        Assert.Contains(
            "score the solutions", Assert.Throws<ArgumentException>(() => Figures.ValueHistogram(Frames.Solutions([]))).Message);
        DataFrame text = new(new StringDataFrameColumn("step", ["a"]));
        Assert.Contains("expected numbers", Assert.Throws<ArgumentException>(() => Figures.TrainingCurve(text, [])).Message);
    }

    [Fact]
    public void A_method_of_the_users_own_is_drawn_too()
    {
        DataFrame frame = Frames.Accuracy([new AccuracyPoint("mine", 2, 1, [0], [1]), new AccuracyPoint("mine", 4, 1, [0], [1])]);
        JsonElement trace = Json(Figures.AccuracyVersusN(frame)).GetProperty("data")[0];
        Assert.Equal("mine", trace.GetProperty("name").GetString());
        // One problem has no standard error, so there are no bars.
        Assert.All(Bars(trace), Assert.Null);
    }

    private static JsonElement Json(GenericChart chart) => JsonDocument.Parse(GenericChart.toJson(chart)).RootElement;

    private static double?[] Bars(JsonElement trace) => [.. trace.GetProperty("error_y").GetProperty("array").EnumerateArray()
        .Select(bar => bar.ValueKind == JsonValueKind.Null ? null : (double?)bar.GetDouble())];

    private static string? AxisTitle(JsonElement figure, string axis) =>
        figure.GetProperty("layout").GetProperty(axis).GetProperty("title").GetProperty("text").GetString();
}
