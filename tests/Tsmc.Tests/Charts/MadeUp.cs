using Microsoft.Data.Analysis;
using Tsmc.Charts;
using Tsmc.Evaluation;

namespace Tsmc.Tests.Charts;

/// <summary>Made-up numbers to draw: they are no results.</summary>
internal static class MadeUp
{
    public static DataFrame Accuracy()
    {
        List<AccuracyPoint> points = [Point(Methods.Greedy, 1, 1, 0.16)];
        foreach (int n in SizeGrid.For(80, 10))
        {
            double doublings = Math.Log2(n);
            points.Add(Point(Methods.MajorityVote, n, 1, 0.15 + (0.015 * doublings)));
            points.Add(Point(Methods.WeightedVoteOrm, n, 1, 0.15 + (0.07 * doublings)));
            points.Add(Point(Methods.WeightedVoteValue, n, 1, 0.15 + (0.075 * doublings)));
            points.Add(Point(Methods.Pass, n, 1, 0.15 + (0.12 * doublings)));
        }
        foreach ((int m, int n) in new[] { (10, 10), (10, 20), (10, 40), (10, 80), (4, 80), (20, 80), (40, 80), (80, 80) })
        {
            points.Add(Point(Methods.TsmcMajorityVote, n, m, 0.2 + (0.07 * Math.Log2(n)) + (0.005 * Math.Log2(m))));
            points.Add(Point(Methods.TsmcWeightedVote, n, m, 0.22 + (0.078 * Math.Log2(n)) + (0.005 * Math.Log2(m))));
        }
        return Frames.Accuracy(points);
    }

    public static DataFrame Steps() => new(
        new Int32DataFrameColumn("step", Enumerable.Range(0, 80).Select(i => 1 + (i % 5))),
        new DoubleDataFrameColumn("ess", Enumerable.Range(0, 80).Select(i => 10 - (i % 5 * 0.8) - (i / 5 * 0.2))),
        new Int32DataFrameColumn("m", Enumerable.Range(0, 80).Select(_ => 10)));

    public static DataFrame Solutions() => new(
        new BooleanDataFrameColumn("correct", Enumerable.Range(0, 400).Select(i => i % 3 == 0)),
        new DoubleDataFrameColumn("value", Enumerable.Range(0, 400).Select(i =>
            i == 7 ? null : (double?)Math.Clamp((i % 3 == 0 ? 0.7 : 0.3) + (0.3 * Math.Sin(i)), 0, 1))));

    public static DataFrame Log() => new(
        new Int32DataFrameColumn("step", Enumerable.Range(0, 50).Select(i => 20 * i)),
        new DoubleDataFrameColumn("loss", Enumerable.Range(0, 50).Select(i => 0.4 + (2 * Math.Exp(-i / 8.0)))),
        new DoubleDataFrameColumn("validation_loss", Enumerable.Range(0, 50).Select(i =>
            i % 10 == 9 ? 0.45 + (2 * Math.Exp(-i / 8.0)) : (double?)null)));

    public static ReportPage Report() => new()
    {
        Title = "Made-up <numbers> & no results",
        Summary = "Every number on this page is made up to test the page.",
        ProblemsMade = ["Word problems with one start quantity and 3 to 4 events."],
        TrainingMistakes = ["Signs flipped with probability 0.56 on some cue words, \"each\" ignored, distractors counted."],
        Accuracy = Accuracy(),
        Gaps =
        [
            new PairedDifference(Methods.MajorityVote, Methods.Greedy, 80, 0.042, -0.01, 0.09, 300),
            new PairedDifference(Methods.TsmcWeightedVote, Methods.WeightedVoteOrm, 80, 0.12, 0.04, 0.2, 300),
            new PairedDifference(Methods.WeightedVoteOrm, Methods.TsmcMajorityVote, 80, -0.1, -0.18, -0.02, 300),
        ],
        GapsOver = "300 problems, 3 sampling seeds averaged within a problem",
        Figures =
        [
            new ReportFigure("Accuracy against N", Figures.AccuracyVersusN(Accuracy()), "Bars are one standard error over problems."),
            new ReportFigure("Accuracy against M", Figures.AccuracyVersusM(Accuracy()), "At N = 80."),
            new ReportFigure("Effective sample size", Figures.EffectiveSampleSize(Steps()), "Over the groups."),
        ],
        Settings = [new("Seeds", "1, 2, 3"), new("Hardware", "two cores <made up>")],
    };

    private static AccuracyPoint Point(string method, int n, int m, double accuracy)
    {
        int[] problems = [.. Enumerable.Range(0, 200)];
        return new AccuracyPoint(method, n, m, problems, [.. problems.Select(problem => problem < 200 * accuracy ? 1.0 : 0.0)]);
    }
}
