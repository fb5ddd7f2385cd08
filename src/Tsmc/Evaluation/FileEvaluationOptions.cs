namespace Tsmc.Evaluation;

/// <summary>Settings of an evaluation on files; the defaults are the paper's.</summary>
public sealed record FileEvaluationOptions
{
    /// <summary>Solutions of a problem that vote, N; at least 1. Where the file has more, random subsets of N are drawn.</summary>
    public int NumSamples { get; init; } = 240;

    /// <summary>Particles of a TSMC group, M; at least 1. A group is M samples on end, where the rows do not say theirs.</summary>
    public int TsmcBatchSize { get; init; } = 40;

    /// <summary>Random subsets for each problem, at least 1.</summary>
    public int NTrials { get; init; } = 100;

    /// <summary>By what <c>tsmc-wmv</c> votes.</summary>
    public VotingRule TsmcWeight { get; init; } = VotingRule.WeightedByReward;

    /// <summary>What the rewards are.</summary>
    public RewardScale RewardScale { get; init; }

    /// <summary>Seed of the subsets.</summary>
    public long Seed { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names it, its value and its range.</exception>
    public void Validate()
    {
        foreach ((string name, int value) in new[] { (nameof(NumSamples), NumSamples), (nameof(TsmcBatchSize), TsmcBatchSize), (nameof(NTrials), NTrials) })
        {
            if (value < 1)
            {
                throw new ArgumentException($"{name} is {value}; it must be at least 1.");
            }
        }
    }
}
