namespace Tsmc.Evaluation;

/// <summary>Accuracy against N, and against M at a fixed N.</summary>
public static class AccuracyCurve
{
    /// <summary>
    /// Accuracy against N: each problem's score is its mean over random subsets by whole groups, accuracy is the mean over
    /// problems. The subsets of one trial are nested in N. pass@N is computed exactly, not by subsets, and so is the full set.
    /// </summary>
    /// <param name="problems">The samples, the same number with the same M for each problem.</param>
    /// <param name="method">Name of the method, as <see cref="Methods"/> lists them.</param>
    /// <param name="rule">How a subset is scored.</param>
    /// <param name="options">Settings; an N that whole groups cannot make, or that is more than there are, is left out.</param>
    /// <param name="progress">Told the share of problems done, in [0, 1].</param>
    /// <param name="cancellation">Stops the computation between problems.</param>
    /// <returns>One point for each N, by rising N.</returns>
    /// <exception cref="ArgumentException">The problems differ in N or M, a weight is missing, or an option is out of range.</exception>
    public static IReadOnlyList<AccuracyPoint> AgainstN(
        IReadOnlyList<ProblemSamples> problems,
        string method,
        VotingRule rule,
        EvaluationOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        Check(problems, options);
        ProblemSamples first = problems[0];
        int[] sizes = [.. (options.Sizes ?? SizeGrid.For(first.Count, first.GroupSize))
            .Where(n => GroupSubsets.Allows(first, n)).Distinct().Order()];

        double[][] scores = [.. sizes.Select(_ => new double[problems.Count])];
        for (int p = 0; p < problems.Count; p++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] score = rule == VotingRule.AnyCorrect
                ? PassAtSizes(problems[p], sizes)
                : VoteAtSizes(problems[p], rule, sizes, options);
            for (int s = 0; s < sizes.Length; s++)
            {
                scores[s][p] = score[s];
            }
            progress?.Report((p + 1.0) / problems.Count);
        }

        int[] indices = [.. problems.Select(problem => problem.ProblemIndex)];
        return [.. sizes.Select((n, s) => new AccuracyPoint(method, n, first.GroupSize, indices, scores[s]))];
    }

    /// <summary>Accuracy against M at a fixed N, from one set of samples for each M.</summary>
    /// <param name="runs">The sets of samples; one whose M does not allow N is left out.</param>
    /// <param name="method">Name of the method.</param>
    /// <param name="rule">How a subset is scored.</param>
    /// <param name="n">The fixed N.</param>
    /// <param name="options">Settings; <see cref="EvaluationOptions.Sizes"/> is not looked at.</param>
    /// <param name="progress">Told the share of sets done, in [0, 1].</param>
    /// <param name="cancellation">Stops the computation between problems.</param>
    /// <returns>One point for each M, by rising M.</returns>
    /// <exception cref="ArgumentException">As for <see cref="AgainstN"/>.</exception>
    public static IReadOnlyList<AccuracyPoint> AgainstM(
        IReadOnlyList<IReadOnlyList<ProblemSamples>> runs,
        string method,
        VotingRule rule,
        int n,
        EvaluationOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(options);
        EvaluationOptions atN = options with { Sizes = [n] };
        var points = new List<AccuracyPoint>();
        for (int run = 0; run < runs.Count; run++)
        {
            points.AddRange(AgainstN(runs[run], method, rule, atN, cancellation: cancellation));
            progress?.Report((run + 1.0) / runs.Count);
        }
        return [.. points.OrderBy(point => point.M)];
    }

    private static double[] VoteAtSizes(ProblemSamples problem, VotingRule rule, int[] sizes, EvaluationOptions options)
    {
        IReadOnlyList<double> weights = Voting.Weights(problem, rule);
        double[] mean = new double[sizes.Length];
        for (int trial = 0; trial < options.NTrials; trial++)
        {
            int[] order = GroupSubsets.Order(problem, options.Seed, trial);
            for (int s = 0; s < sizes.Length; s++)
            {
                // Every trial of the full set is the same set.
                int trials = sizes[s] == problem.Count ? 1 : options.NTrials;
                if (trial < trials)
                {
                    mean[s] += Voting.WeightedVote(problem, weights, order.AsSpan(0, sizes[s])) / trials;
                }
            }
        }
        return mean;
    }

    private static double[] PassAtSizes(ProblemSamples problem, int[] sizes)
    {
        int[][] groups = GroupSubsets.Groups(problem);
        int[][] whole = [.. groups.Where(group => group.Length == problem.GroupSize)];
        int solved = whole.Count(group => Voting.AnyCorrect(problem, group) > 0);
        return [.. sizes.Select(n => n == problem.Count
            ? (problem.Correct.Contains(true) ? 1 : 0)
            : PassAtN.Probability(whole.Length, solved, n / problem.GroupSize))];
    }

    private static void Check(IReadOnlyList<ProblemSamples> problems, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (problems.Count == 0)
        {
            throw new ArgumentException("no problems; expected the samples of at least one.", nameof(problems));
        }
        ProblemSamples first = problems[0];
        foreach (ProblemSamples problem in problems)
        {
            problem.Validate();
            if ((problem.Count, problem.GroupSize) != (first.Count, first.GroupSize))
            {
                throw new ArgumentException(
                    $"problem {problem.ProblemIndex} has {problem.Count} samples with M = {problem.GroupSize}, "
                    + $"problem {first.ProblemIndex} {first.Count} with M = {first.GroupSize}; "
                    + "expected the same for all (finish the run, or leave the problem out).",
                    nameof(problems));
            }
        }
    }
}
