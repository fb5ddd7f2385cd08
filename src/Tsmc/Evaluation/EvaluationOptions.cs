namespace Tsmc.Evaluation;

/// <summary>Settings of an evaluation; the defaults are the paper's where it names one.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Random subsets drawn for each problem and each N, at least 1. The paper's code draws 100.</summary>
    public int NTrials { get; init; } = 100;

    /// <summary>The N at which accuracy is reported, each at least 1; null for <see cref="SizeGrid.For"/> of the samples at hand.</summary>
    public IReadOnlyList<int>? Sizes { get; init; }

    /// <summary>Resamples of the problems in a bootstrap, at least 100.</summary>
    public int BootstrapResamples { get; init; } = 10_000;

    /// <summary>Coverage of the bootstrap's intervals, in (0, 1).</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Seed of the subsets and of the bootstrap.</summary>
    public long Seed { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names it, its value and its range.</exception>
    public void Validate()
    {
        Require(NTrials >= 1, $"{nameof(NTrials)} is {NTrials}; it must be at least 1.");
        Require(BootstrapResamples >= 100, $"{nameof(BootstrapResamples)} is {BootstrapResamples}; it must be at least 100.");
        Require(Confidence is > 0 and < 1, $"{nameof(Confidence)} is {Confidence}; it must lie between 0 and 1, both excluded.");
        foreach (int n in Sizes ?? [])
        {
            Require(n >= 1, $"{nameof(Sizes)} holds {n}; every N must be at least 1.");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
