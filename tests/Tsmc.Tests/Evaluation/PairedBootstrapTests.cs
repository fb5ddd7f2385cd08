using Tsmc.Evaluation;
using Tsmc.Randomness;

namespace Tsmc.Tests.Evaluation;

public class PairedBootstrapTests
{
    [Fact]
    public void The_interval_holds_the_true_gap_in_about_95_percent_of_repeats()
    {
        // 100 problems with 0/1 scores, correct by chance 0.6 and 0.45: true gap 0.15. A percentile interval is close to
        // mean +- 1.96 * sd * sqrt(99/100) / 10, so its coverage is P(|t_99| < 1.96 * sqrt(0.99)) = 0.946: 378.4 of 400 repeats, with
        // standard deviation sqrt(400 * 0.946 * 0.054) = 4.5. Four of them on either side: 360 to 396.
        const int Repeats = 400, Problems = 100;
        int[] indices = [.. Enumerable.Range(0, Problems)];
        int hits = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            RandomSequence random = new CounterRandom(5, RandomStream.Problems).Sequence((uint)repeat);
            double[] Scores(double chance) => [.. indices.Select(_ => random.Chance(chance) ? 1.0 : 0.0)];
            AccuracyPoint better = new("a", 1, 1, indices, Scores(0.6));
            AccuracyPoint baseline = new("b", 1, 1, indices, Scores(0.45));
            PairedDifference gap = PairedBootstrap.Compare(
                better, baseline, new EvaluationOptions { BootstrapResamples = 1000, Seed = repeat });
            hits += gap.Low <= 0.15 && 0.15 <= gap.High ? 1 : 0;
        }
        Assert.InRange(hits, 360, 396);
    }

    [Fact]
    public void The_interval_is_that_of_the_normal_law_for_many_problems()
    {
        // 400 differences, half 1 and half 0: sd of the mean 0.5 / 20 = 0.025, interval 0.5 +- 0.049. Resampled means sit on a
        // lattice of 1/400 and a quantile of 10000 draws has a standard deviation of 0.0007: 0.006 covers a lattice step and four of them.
        int[] indices = [.. Enumerable.Range(0, 400)];
        PairedDifference gap = PairedBootstrap.Compare(
            new AccuracyPoint("a", 8, 4, indices, [.. indices.Select(i => (double)(i % 2))]),
            new AccuracyPoint("b", 8, 1, indices, [.. indices.Select(_ => 0.0)]),
            new EvaluationOptions());
        Assert.Equal(0.5, gap.Estimate, 12);
        Assert.InRange(gap.Low, 0.451 - 0.006, 0.451 + 0.006);
        Assert.InRange(gap.High, 0.549 - 0.006, 0.549 + 0.006);
        Assert.True(gap.Established);
        Assert.Equal(("a", "b", 8, 400), (gap.Method, gap.Baseline, gap.N, gap.Problems));
    }

    [Fact]
    public void Equal_methods_differ_by_nothing()
    {
        AccuracyPoint point = new("a", 1, 1, [0, 1, 2], [1, 0, 0.5]);
        PairedDifference gap = PairedBootstrap.Compare(point, point, new EvaluationOptions());
        Assert.Equal((0.0, 0.0, 0.0), (gap.Estimate, gap.Low, gap.High));
        Assert.False(gap.Established);
    }

    [Fact]
    public void Other_problems_cannot_be_paired()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => PairedBootstrap.Compare(
            new AccuracyPoint("a", 1, 1, [0, 1], [1, 0]), new AccuracyPoint("b", 1, 1, [0, 2], [1, 0]), new EvaluationOptions()));
        Assert.Contains("same problems", error.Message);
    }
}
