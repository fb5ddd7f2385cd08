using Tsmc.Evaluation;

namespace Tsmc.Cli.Runs;

/// <summary>How a method of the table is computed from solutions.</summary>
/// <param name="Method">The method's name in the table.</param>
/// <param name="Kind">The kind of solutions it votes over: <c>greedy</c>, <c>plain</c> or <c>tsmc</c>.</param>
/// <param name="Rule">How it votes.</param>
internal sealed record MethodCurve(string Method, string Kind, VotingRule Rule)
{
    /// <summary>All methods.</summary>
    /// <param name="tsmcWeight">By what TSMC + WMV votes.</param>
    public static IReadOnlyList<MethodCurve> All(VotingRule tsmcWeight) =>
    [
        new(Methods.Greedy, "greedy", VotingRule.Majority),
        new(Methods.MajorityVote, "plain", VotingRule.Majority),
        new(Methods.WeightedVoteOrm, "plain", VotingRule.WeightedByReward),
        new(Methods.WeightedVoteValue, "plain", VotingRule.WeightedByValue),
        new(Methods.TsmcMajorityVote, "tsmc", VotingRule.Majority),
        new(Methods.TsmcWeightedVote, "tsmc", tsmcWeight),
        new(Methods.Pass, "plain", VotingRule.AnyCorrect),
    ];

    /// <summary>Why the solutions do not serve; null when they do.</summary>
    public string? Missing(SolutionSets sets)
    {
        IReadOnlyList<ProblemSamples>[] runs = [.. (Kind == "tsmc" ? sets.GroupSizes : [1]).SelectMany(m => sets.Of(Kind, m))];
        if (runs.Length == 0)
        {
            return $"there are no {Kind} solutions";
        }
        (string name, Func<ProblemSamples, IReadOnlyList<double>>? weights) = Rule switch
        {
            VotingRule.WeightedByReward => ("reward", problem => problem.Reward),
            VotingRule.WeightedByValue => ("value", problem => problem.Value),
            VotingRule.WeightedByImportance => ("log_weight", problem => problem.LogWeight),
            _ => ("", (Func<ProblemSamples, IReadOnlyList<double>>?)null),
        };
        return weights is not null && runs.Any(run => run.Any(problem => weights(problem).Any(double.IsNaN)))
            ? $"{Kind} solutions have no {name}"
            : null;
    }

    /// <summary>Accuracy at each N and M, the seeds averaged within a problem.</summary>
    public IEnumerable<AccuracyPoint> Points(SolutionSets sets, EvaluationOptions options, IProgress<double> progress, CancellationToken ct)
    {
        EvaluationOptions here = options with { Sizes = Kind == "greedy" ? [1] : options.Sizes ?? sets.Sizes };
        return (Kind == "tsmc" ? sets.GroupSizes : [1])
            .SelectMany(m => sets.Of(Kind, m).SelectMany(run => AccuracyCurve.AgainstN(run, Method, Rule, here, progress, ct)))
            .GroupBy(point => (point.N, point.M))
            .Select(seeds => AccuracyPoint.OverSeeds([.. seeds]));
    }
}
