using MathNet.Numerics.Statistics;
using Tsmc.Smc;

namespace Tsmc.Exact;

/// <summary>What many runs on a toy model say of Z, beside its exact value.</summary>
public sealed record EvidenceSummary
{
    /// <summary>Z of the model.</summary>
    public required double Exact { get; init; }

    /// <summary>Mean of Z_hat over the runs; unbiased for <see cref="Exact"/>.</summary>
    public required double Mean { get; init; }

    /// <summary>Standard error of <see cref="Mean"/>.</summary>
    public required double StandardError { get; init; }

    /// <summary>Variance of Z_hat / Z over the runs, 0 or more: how many runs of this kind are worth one of another.</summary>
    public required double RelativeVariance { get; init; }

    /// <summary>Standard error of <see cref="RelativeVariance"/>, from the fourth moment.</summary>
    public required double RelativeVarianceError { get; init; }

    /// <summary>Mean share of the final particles with phi above 0, in [0, 1].</summary>
    public required double ShareCorrect { get; init; }

    /// <summary>Mean of ESS / M over the steps of all runs, in [0, 1].</summary>
    public required double MeanEss { get; init; }

    /// <summary>Sums up runs.</summary>
    /// <param name="model">The model that they ran on.</param>
    /// <param name="runs">The runs, at least 2.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 runs.</exception>
    public static EvidenceSummary Of(EnumerableModel model, IReadOnlyList<SmcRun<ToyParticle>> runs)
    {
        if (runs.Count < 2)
        {
            throw new ArgumentException($"{runs.Count} runs; expected at least 2, so that there is a variance.", nameof(runs));
        }
        double[] z = [.. runs.Select(run => Math.Exp(run.LogEvidence) / model.Z)];
        double mean = z.Average();
        double variance = z.Variance();
        double fourth = z.Average(each => Math.Pow(each - mean, 4));
        return new EvidenceSummary
        {
            Exact = model.Z,
            Mean = mean * model.Z,
            StandardError = model.Z * Math.Sqrt(variance / runs.Count),
            RelativeVariance = variance,
            RelativeVarianceError = Math.Sqrt(Math.Max(0, fourth - variance * variance) / runs.Count),
            // The twist of a whole sequence is its phi.
            ShareCorrect = runs.Average(run => run.Steps[^1].LogTwists.Average(log => double.IsFinite(log) ? 1.0 : 0.0)),
            MeanEss = runs.SelectMany(run => run.Steps).Average(step => step.Weights.Ess / step.Weights.Count),
        };
    }
}
