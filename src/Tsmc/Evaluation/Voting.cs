using Tsmc.Smc;

namespace Tsmc.Evaluation;

/// <summary>
/// Voting over the answers of one problem. A vote is scored by its <em>expected</em> correctness: when several answers tie for the
/// most votes, one of them is taken to win at random, so the score is the share of the tied answers that are correct. That is
/// fair to every order of the samples and needs no random number. Solutions without an answer do not vote; when no solution
/// has an answer the score is 0.
/// </summary>
public static class Voting
{
    // Sums of the same weights in another order differ in their last bits; they still tie.
    private const double TieTolerance = 1e-12;

    /// <summary>Scores a set of solutions by a rule.</summary>
    /// <param name="samples">The problem's solutions.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="subset">Indices of the solutions that take part.</param>
    /// <returns>Expected correctness in [0, 1].</returns>
    /// <exception cref="ArgumentException">The rule needs a weight that a solution lacks, or a weight is negative.</exception>
    public static double Score(ProblemSamples samples, VotingRule rule, ReadOnlySpan<int> subset)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return rule switch
        {
            VotingRule.Majority => MajorityVote(samples, subset),
            VotingRule.AnyCorrect => AnyCorrect(samples, subset),
            _ => WeightedVote(samples, Weights(samples, rule), subset),
        };
    }

    /// <summary>Majority voting: each solution with an answer has one vote.</summary>
    /// <param name="samples">The problem's solutions.</param>
    /// <param name="subset">Indices of the solutions that take part.</param>
    /// <returns>Expected correctness in [0, 1].</returns>
    public static double MajorityVote(ProblemSamples samples, ReadOnlySpan<int> subset)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return ExpectedCorrectness(samples, weights: null, subset);
    }

    /// <summary>Weighted majority voting: each solution with an answer votes with its weight.</summary>
    /// <param name="samples">The problem's solutions.</param>
    /// <param name="weights">One weight a solution of the problem, not negative; only their ratios matter.</param>
    /// <param name="subset">Indices of the solutions that take part.</param>
    /// <returns>Expected correctness in [0, 1]. When all weights are 0, all answers given tie.</returns>
    /// <exception cref="ArgumentException">A weight is negative, infinite or not a number, or their number is wrong.</exception>
    public static double WeightedVote(ProblemSamples samples, IReadOnlyList<double> weights, ReadOnlySpan<int> subset)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count != samples.Count)
        {
            throw new ArgumentException(
                $"problem {samples.ProblemIndex}: {weights.Count} weights; expected {samples.Count}, one a solution.", nameof(weights));
        }
        foreach (int i in subset)
        {
            if (!(weights[i] >= 0) || double.IsPositiveInfinity(weights[i]))
            {
                throw new ArgumentException(
                    $"problem {samples.ProblemIndex}, sample {i}: weight {weights[i]}; expected a number of at least 0 "
                    + "(NaN means the solution has not been scored).",
                    nameof(weights));
            }
        }
        return ExpectedCorrectness(samples, weights, subset);
    }

    /// <summary>1 when any solution of the subset is correct, else 0.</summary>
    public static double AnyCorrect(ProblemSamples samples, ReadOnlySpan<int> subset)
    {
        ArgumentNullException.ThrowIfNull(samples);
        foreach (int i in subset)
        {
            if (samples.Correct[i])
            {
                return 1;
            }
        }
        return 0;
    }

    /// <summary>The weights with which the solutions vote under a rule, one a solution; 1 for majority voting.</summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="rule"/> is no vote, or a solution has no importance weight where it asks for one.
    /// </exception>
    public static IReadOnlyList<double> Weights(ProblemSamples samples, VotingRule rule)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return rule switch
        {
            VotingRule.Majority => [.. Enumerable.Repeat(1.0, samples.Count)],
            VotingRule.WeightedByReward => samples.Reward,
            VotingRule.WeightedByValue => samples.Value,
            VotingRule.WeightedByImportance => ImportanceWeights(samples),
            _ => throw new ArgumentException($"voting rule {rule} does not weigh solutions.", nameof(rule)),
        };
    }

    private static IReadOnlyList<double> ImportanceWeights(ProblemSamples samples)
    {
        for (int i = 0; i < samples.Count; i++)
        {
            if (double.IsNaN(samples.LogWeight[i]))
            {
                throw new ArgumentException(
                    $"problem {samples.ProblemIndex}, sample {i}: no importance weight; expected samples made by TSMC.", nameof(samples));
            }
        }
        return new Weights([.. samples.LogWeight]).Normalised;
    }

    private static double ExpectedCorrectness(ProblemSamples samples, IReadOnlyList<double>? weights, ReadOnlySpan<int> subset)
    {
        double[] votes = new double[samples.Count];
        int[] members = new int[samples.Count];
        int[] correct = new int[samples.Count];
        double most = 0;
        foreach (int i in subset)
        {
            int answer = samples.AnswerGroup[i];
            if (answer < 0)
            {
                continue;
            }
            votes[answer] += weights?[i] ?? 1;
            members[answer]++;
            correct[answer] += samples.Correct[i] ? 1 : 0;
            most = Math.Max(most, votes[answer]);
        }

        int tied = 0;
        double score = 0;
        for (int answer = 0; answer < votes.Length; answer++)
        {
            if (members[answer] > 0 && votes[answer] >= most * (1 - TieTolerance))
            {
                tied++;
                // Equality of answers need not be transitive, so a grader may split a group: then its share counts.
                score += (double)correct[answer] / members[answer];
            }
        }
        return tied == 0 ? 0 : score / tied;
    }
}
