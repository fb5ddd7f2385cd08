using Tsmc.Evaluation;
using Tsmc.Grading;
using Tsmc.Problems;

namespace Tsmc.Demonstration;

/// <summary>What a reproduction's solutions say: accuracies against N and against M, and the gaps between methods.</summary>
public sealed record ReproductionResult
{
    /// <summary>Accuracy of each method at each N and M, seeds averaged within a problem.</summary>
    public required IReadOnlyList<AccuracyPoint> Accuracy { get; init; }

    /// <summary>Differences at the full N, seeds averaged within a problem, with their intervals from a paired bootstrap.</summary>
    public required IReadOnlyList<PairedDifference> Gaps { get; init; }

    /// <summary>The same differences for each seed alone.</summary>
    public required IReadOnlyDictionary<long, IReadOnlyList<PairedDifference>> GapsBySeed { get; init; }

    /// <summary>Share of correct solutions: of plain samples (M = 1) and of TSMC at each M.</summary>
    public required IReadOnlyDictionary<int, double> ShareCorrect { get; init; }

    /// <summary>Whether every ordering of <see cref="Orderings"/> is established.</summary>
    public bool AllEstablished => Gaps.Take(Orderings.Count).All(gap => gap.Low > 0);

    /// <summary>The paper's orderings: greedy below MV below WMV (ORM) below TSMC + WMV, and MV below TSMC + MV.</summary>
    public static IReadOnlyList<(string Better, string Baseline)> Orderings { get; } =
    [
        (Methods.MajorityVote, Methods.Greedy),
        (Methods.WeightedVoteOrm, Methods.MajorityVote),
        (Methods.TsmcWeightedVote, Methods.WeightedVoteOrm),
        (Methods.TsmcMajorityVote, Methods.MajorityVote),
    ];

    /// <summary>Comparisons beside the paper's: with the stronger baseline, voting by the value itself.</summary>
    public static IReadOnlyList<(string Better, string Baseline)> Further { get; } =
    [
        (Methods.TsmcWeightedVote, Methods.WeightedVoteValue),
        (Methods.TsmcWeightedVote, Methods.TsmcMajorityVote),
        (Methods.TsmcMajorityVote, Methods.WeightedVoteOrm),
    ];

    /// <summary>Evaluates a solutions file.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="options">What was sampled.</param>
    /// <param name="evaluation">Subsets and bootstrap; the sizes are set here.</param>
    /// <param name="grader">Says which answers are the same and vote together; null compares numbers.</param>
    /// <param name="ct">Cancels the computation.</param>
    public static ReproductionResult Of(
        IEnumerable<Solution> rows, ReproductionOptions options, EvaluationOptions? evaluation = null, IGrader? grader = null,
        CancellationToken ct = default)
    {
        grader ??= NumericGrader.Instance;
        evaluation = (evaluation ?? new EvaluationOptions()) with { Sizes = SizeGrid.For(options.NumSamples, options.TsmcBatchSize) };
        Dictionary<(string Method, int M, long Seed), IReadOnlyList<ProblemSamples>> runs = rows
            .GroupBy(row => (row.Method, row.GroupSize, row.Seed))
            .ToDictionary(run => run.Key, run => ProblemSamples.FromSolutions(run, grader));

        IReadOnlyList<AccuracyPoint> Points(string kind, string method, VotingRule rule, long seed) => AccuracyCurve.AgainstN(
            runs[(kind, kind == "tsmc" ? options.TsmcBatchSize : 1, seed)], method, rule, evaluation, cancellation: ct);

        (string Kind, string Method, VotingRule Rule)[] curves =
        [
            ("plain", Methods.MajorityVote, VotingRule.Majority),
            ("plain", Methods.WeightedVoteOrm, VotingRule.WeightedByReward),
            ("plain", Methods.WeightedVoteValue, VotingRule.WeightedByValue),
            ("tsmc", Methods.TsmcMajorityVote, VotingRule.Majority),
            ("tsmc", Methods.TsmcWeightedVote, VotingRule.WeightedByReward),
            ("plain", Methods.Pass, VotingRule.AnyCorrect),
        ];
        AccuracyPoint greedy = AccuracyCurve.AgainstN(
            runs[("greedy", 1, 0)], Methods.Greedy, VotingRule.Majority, evaluation with { Sizes = [1] }, cancellation: ct)[0];
        Dictionary<long, IReadOnlyList<AccuracyPoint>> bySeed = options.Seeds.ToDictionary(seed => seed, seed =>
            (IReadOnlyList<AccuracyPoint>)[greedy, .. curves.SelectMany(curve => Points(curve.Kind, curve.Method, curve.Rule, seed))]);
        AccuracyPoint[] accuracy =
        [
            .. bySeed.Values.SelectMany(points => points)
                .GroupBy(point => (point.Method, point.N, point.M))
                .Select(points => AccuracyPoint.OverSeeds([.. points])),
            .. AgainstM(runs, options, evaluation, ct),
        ];
        return new ReproductionResult
        {
            Accuracy = accuracy,
            Gaps = Compare(accuracy, options, evaluation),
            GapsBySeed = bySeed.ToDictionary(seed => seed.Key, seed => Compare(seed.Value, options, evaluation)),
            ShareCorrect = runs.Where(run => run.Key.Method != "greedy").GroupBy(run => run.Key.M)
                .OrderBy(group => group.Key)
                .ToDictionary(group => group.Key, group => group.Average(run => SampleStatistics.ShareCorrect(run.Value))),
        };
    }

    private static IEnumerable<AccuracyPoint> AgainstM(
        Dictionary<(string Method, int M, long Seed), IReadOnlyList<ProblemSamples>> runs, ReproductionOptions options,
        EvaluationOptions evaluation, CancellationToken ct)
    {
        IReadOnlyList<ProblemSamples>[] others = [.. options.OtherBatchSizes.Select(m => runs[("tsmc", m, options.Seeds[0])])];
        return AccuracyCurve.AgainstM(others, Methods.TsmcMajorityVote, VotingRule.Majority, options.NumSamples, evaluation, cancellation: ct)
            .Concat(AccuracyCurve.AgainstM(others, Methods.TsmcWeightedVote, VotingRule.WeightedByReward, options.NumSamples, evaluation, cancellation: ct));
    }

    private static IReadOnlyList<PairedDifference> Compare(
        IReadOnlyList<AccuracyPoint> points, ReproductionOptions options, EvaluationOptions evaluation)
    {
        AccuracyPoint Full(string method) => points.First(point => point.Method == method
            && point.N == (method == Methods.Greedy ? 1 : options.NumSamples)
            && point.M == (method.StartsWith("tsmc", StringComparison.Ordinal) ? options.TsmcBatchSize : 1));
        return [.. Orderings.Concat(Further).Select(pair => PairedBootstrap.Compare(Full(pair.Better), Full(pair.Baseline), evaluation))];
    }
}
