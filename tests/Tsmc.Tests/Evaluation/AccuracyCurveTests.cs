using Tsmc.Evaluation;

namespace Tsmc.Tests.Evaluation;

public class AccuracyCurveTests
{
    private static readonly EvaluationOptions Options = new() { Seed = 4 };

    [Fact]
    public void The_mean_over_subsets_comes_near_the_mean_over_all_subsets()
    {
        // Each trial's score lies in [0, 1], so its standard deviation is at most 1/2 and that of the mean of 4000 trials at most
        // 0.5 / sqrt(4000) = 0.008; five of them is 0.04.
        ProblemSamples samples = Samples.Of([0, 0, 1, 1, 1, 2, -1, 0], gold: 0);
        IReadOnlyList<AccuracyPoint> curve = AccuracyCurve.AgainstN(
            [samples], Methods.MajorityVote, VotingRule.Majority, Options with { NTrials = 4000 });
        Assert.Equal([1, 2, 4, 8], curve.Select(point => point.N));
        foreach (AccuracyPoint point in curve)
        {
            double exact = Samples.Subsets(8, point.N).Average(subset => Voting.MajorityVote(samples, subset));
            Assert.InRange(point.Accuracy, exact - 0.04, exact + 0.04);
        }
        // The full set is no estimate.
        Assert.Equal(0.5, curve[^1].Accuracy, 15);
    }

    [Fact]
    public void Pass_at_n_over_groups_is_exact()
    {
        // Groups of 2: solved, not, solved, not, and a single left over that is solved.
        ProblemSamples samples = Samples.Of([0, 1, 1, 1, 0, 0, 1, 1, 0], gold: 0, groupSize: 2);
        IReadOnlyList<AccuracyPoint> curve = AccuracyCurve.AgainstN([samples], Methods.Pass, VotingRule.AnyCorrect, Options);
        Assert.Equal([2, 4, 8, 9], curve.Select(point => point.N));
        // 1 - C(2, k) / C(4, k) for k = 1, 2, 4; then all.
        double[] expected = [0.5, 5.0 / 6, 1, 1];
        Assert.Equal(expected, curve.Select(point => Math.Round(point.Accuracy, 12)), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Sizes_that_groups_cannot_make_are_left_out()
    {
        ProblemSamples samples = Samples.Of(new int[20], gold: 0, groupSize: 5);
        IReadOnlyList<AccuracyPoint> curve = AccuracyCurve.AgainstN(
            [samples], Methods.TsmcMajorityVote, VotingRule.Majority, Options with { Sizes = [20, 4, 5, 12, 10, 10, 40] });
        Assert.Equal([5, 10, 20], curve.Select(point => point.N));
        Assert.All(curve, point => Assert.Equal(5, point.M));
    }

    [Fact]
    public void The_standard_error_is_that_of_a_mean_over_problems()
    {
        // Scores 1, 0, 0, 1/2 of one sample or a tie: mean 0.375, variance (0.625^2 + 2 * 0.375^2 + 0.125^2) / 3.
        ProblemSamples[] problems =
        [
            Samples.Of([0, 0], 0, problem: 3), Samples.Of([1, 1], 0, problem: 4),
            Samples.Of([-1, -1], 0, problem: 5), Samples.Of([0, 1], 0, problem: 6),
        ];
        AccuracyPoint point = AccuracyCurve.AgainstN(problems, Methods.MajorityVote, VotingRule.Majority, Options)[^1];
        double variance = ((0.625 * 0.625) + (2 * 0.375 * 0.375) + (0.125 * 0.125)) / 3;
        Assert.Equal(2, point.N);
        Assert.Equal([3, 4, 5, 6], point.Problems);
        Assert.Equal(0.375, point.Accuracy, 15);
        Assert.Equal(Math.Sqrt(variance / 4), point.StandardError, 15);
    }

    [Fact]
    public void Scores_are_averaged_over_seeds_within_a_problem()
    {
        AccuracyPoint first = new("mv", 8, 1, [0, 1], [1, 0]);
        AccuracyPoint second = new("mv", 8, 1, [0, 1], [0.5, 0.5]);
        AccuracyPoint mean = AccuracyPoint.OverSeeds([first, second]);
        Assert.Equal([0.75, 0.25], mean.Scores);
        // Two scores: standard deviation |a - b| / sqrt(2), standard error |a - b| / 2.
        Assert.Equal(0.25, mean.StandardError, 15);
        Assert.Throws<ArgumentException>(() => AccuracyPoint.OverSeeds([first, new("mv", 4, 1, [0, 1], [1, 0])]));
        Assert.Throws<ArgumentException>(() => AccuracyPoint.OverSeeds([first, new("mv", 8, 1, [0, 2], [1, 0])]));
    }

    [Fact]
    public void Accuracy_against_m_takes_the_runs_that_allow_n()
    {
        IReadOnlyList<ProblemSamples>[] runs =
        [
            [Samples.Of(new int[8], 0, groupSize: 4)],
            [Samples.Of(new int[8], 0, groupSize: 2)],
            [Samples.Of(new int[9], 0, groupSize: 3)],
        ];
        IReadOnlyList<AccuracyPoint> points = AccuracyCurve.AgainstM(runs, Methods.TsmcMajorityVote, VotingRule.Majority, 8, Options);
        Assert.Equal([2, 4], points.Select(point => point.M));
        Assert.All(points, point => Assert.Equal((8, 1.0), (point.N, point.Accuracy)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_curve()
    {
        ProblemSamples samples = Samples.Of([.. Enumerable.Range(0, 30).Select(i => i * i % 7)], gold: 2);
        double[] Curve(long seed) => [.. AccuracyCurve
            .AgainstN([samples], Methods.MajorityVote, VotingRule.Majority, Options with { Seed = seed }).Select(point => point.Accuracy)];
        Assert.Equal(Curve(1), Curve(1));
        Assert.NotEqual(Curve(1), Curve(2));
    }

    [Fact]
    public void Problems_of_different_size_are_refused_with_their_numbers()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => AccuracyCurve.AgainstN(
            [Samples.Of([0, 0], 0), Samples.Of([0], 0, problem: 9)], Methods.MajorityVote, VotingRule.Majority, Options));
        Assert.Contains("problem 9 has 1 samples", error.Message);
    }

    [Fact]
    public void It_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => AccuracyCurve.AgainstN(
            [Samples.Of([0], 0)], Methods.MajorityVote, VotingRule.Majority, Options, cancellation: stop.Token));
    }

    [Theory]
    [InlineData(80, 10, new[] { 1, 2, 4, 8, 10, 20, 40, 80 })]
    [InlineData(240, 40, new[] { 1, 2, 4, 8, 16, 32, 40, 80, 160, 240 })]
    [InlineData(8, 1, new[] { 1, 2, 4, 8 })]
    [InlineData(5, 40, new[] { 1, 2, 4, 5 })]
    [InlineData(1, 1, new[] { 1 })]
    public void The_grid_is_shared_by_plain_samples_and_groups(int total, int m, int[] expected) =>
        Assert.Equal(expected, SizeGrid.For(total, m));

    [Fact]
    public void Options_name_what_is_wrong()
    {
        Assert.Contains("NTrials is 0", Assert.Throws<ArgumentException>(() => (Options with { NTrials = 0 }).Validate()).Message);
        Assert.Contains("Confidence is 1", Assert.Throws<ArgumentException>(() => (Options with { Confidence = 1 }).Validate()).Message);
        Assert.Contains("Sizes holds 0", Assert.Throws<ArgumentException>(() => (Options with { Sizes = [1, 0] }).Validate()).Message);
        Assert.Contains(
            "BootstrapResamples is 5",
            Assert.Throws<ArgumentException>(() => (Options with { BootstrapResamples = 5 }).Validate()).Message);
    }
}
