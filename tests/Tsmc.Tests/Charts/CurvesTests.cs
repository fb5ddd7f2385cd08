using System.Text.Json;
using Microsoft.Data.Analysis;
using Plotly.NET;
using Tsmc.Charts;
using Tsmc.Evaluation;

namespace Tsmc.Tests.Charts;

public class CurvesTests
{
    private static readonly DataFrame Frame = RowFrame.Of(new[]
    {
        new { t = 1, mean = 0.1, error = 0.01, kind = "a", share = 0.2 },
        new { t = 2, mean = 0.2, error = 0.02, kind = "a", share = 0.3 },
        new { t = 1, mean = 0.3, error = 0.03, kind = "b", share = 0.4 },
    });

    [Fact]
    public void Curves_are_told_apart_and_the_exact_answer_is_dotted()
    {
        JsonElement[] traces = Traces(Figures.Curves(Frame, "t", "mean", by: "kind", error: "error", exact: 0.25));
        Assert.Equal(["a", "b", "exact"], traces.Select(Name));
        Assert.Equal([0.1, 0.2], Numbers(traces[0].GetProperty("y")));
        Assert.Equal([0.01, 0.02], Numbers(traces[0].GetProperty("error_y").GetProperty("array")));
        Assert.Equal([0.25, 0.25], Numbers(traces[2].GetProperty("y")));
        Assert.Equal([1, 2], Numbers(traces[2].GetProperty("x")));
        Assert.Equal("dot", traces[2].GetProperty("line").GetProperty("dash").GetString());
    }

    [Fact]
    public void Bars_carry_their_exact_heights()
    {
        JsonElement[] traces = Traces(Figures.Bars(Frame, "kind", "mean", exact: "share"));
        Assert.Equal(["mean", "exact"], traces.Select(Name));
        Assert.Equal([0.2, 0.3, 0.4], Numbers(traces[1].GetProperty("y")));
    }

    [Fact]
    public void Correct_is_blue_and_wrong_vermilion_whichever_comes_first()
    {
        DataFrame votes = RowFrame.Of(new[] { new { answer = "3", n = 5, kind = "wrong" }, new { answer = "4", n = 2, kind = "correct" } });
        Assert.Equal(
            ["wrong #D55E00", "correct #0072B2"],
            Traces(Figures.Bars(votes, "answer", "n", by: "kind")).Select(trace => $"{Name(trace)} {trace.GetProperty("marker").GetProperty("color")}"));
    }

    [Fact]
    public void A_histogram_reaches_the_exact_line_to_its_highest_bin()
    {
        DataFrame numbers = RowFrame.Of(new[] { 0.1, 0.1, 0.1, 0.9 }.Select(z => new { z }));
        JsonElement[] traces = Traces(Figures.Histogram(numbers, "z", binWidth: 0.5, exact: 0.3));
        Assert.Equal([0, 75], Numbers(traces[1].GetProperty("y")));
    }

    [Fact]
    public void Attention_leaves_what_lies_ahead_empty()
    {
        float[,,] weights = new float[2, 2, 2] { { { 1, 0 }, { 0.5f, 0.5f } }, { { 1, 0 }, { 0, 1 } } };
        JsonElement z = Traces(Figures.Attention(weights, ["a", "b"]))[0].GetProperty("z");
        Assert.Equal(JsonValueKind.Null, z[0][1].ValueKind);
        Assert.Equal(0.75, z[1][1].GetDouble(), 6);
        Assert.Equal(0.5, Traces(Figures.Attention(weights, ["a", "b"], head: 0))[0].GetProperty("z")[1][0].GetDouble(), 6);
        Assert.Throws<ArgumentException>(() => Figures.Attention(weights, ["a", "b"], head: 2));
        Assert.Throws<ArgumentException>(() => Figures.Attention(weights, ["a"]));
    }

    [Fact]
    public void Accuracy_against_cost_needs_the_cost()
    {
        Assert.Contains("tokens", Assert.Throws<ArgumentException>(() => Figures.AccuracyVersusCost(MadeUp.Accuracy())).Message);
        DataFrame frame = MadeUp.Accuracy();
        frame.Columns.Add(new DoubleDataFrameColumn("tokens", Enumerable.Range(1, (int)frame.Rows.Count).Select(i => 40.0 * i)));
        Assert.All(Traces(Figures.AccuracyVersusCost(frame)), trace => Assert.Equal(
            Numbers(trace.GetProperty("x")).Order(), Numbers(trace.GetProperty("x"))));
    }

    [Fact]
    public void An_empty_frame_is_refused()
    {
        DataFrame empty = RowFrame.Of(Array.Empty<int>().Select(t => new { t, mean = 0.0, kind = "" }));
        Assert.Throws<ArgumentException>(() => Figures.Curves(empty, "t", "mean"));
        Assert.Throws<ArgumentException>(() => Figures.Bars(empty, "kind", "mean"));
        Assert.Throws<ArgumentException>(() => Figures.Histogram(empty, "mean"));
        Assert.Contains("columns are t", Assert.Throws<ArgumentException>(() => Figures.Curves(empty, "x", "mean")).Message);
    }

    private static JsonElement[] Traces(GenericChart chart) => [.. JsonDocument.Parse(GenericChart.toJson(chart)).RootElement.GetProperty("data").EnumerateArray()];

    private static string? Name(JsonElement trace) => trace.GetProperty("name").GetString();

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];
}
