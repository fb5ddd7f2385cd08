namespace Tsmc.Exact;

/// <summary>What the runs of one resampling scheme and one exponent gave.</summary>
public sealed record ExactStudyRow
{
    /// <summary>Name of the resampling scheme, such as <c>ordered-stratified</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>Power of the value in the twist.</summary>
    public required double Exponent { get; init; }

    /// <summary>Mean of Z_hat over the runs: an unbiased estimate of Z.</summary>
    public required double MeanZ { get; init; }

    /// <summary>Standard error of <see cref="MeanZ"/>.</summary>
    public required double StandardError { get; init; }

    /// <summary>
    /// Total variation distance, in [0, 1], between the exact posterior and the final particles of all runs pooled, each weighing Z_hat
    /// of its run times its normalised weight: so weighted, the pool tends to the posterior as the runs grow, whatever M. 1 when every
    /// weight was 0.
    /// </summary>
    public required double PosteriorDistance { get; init; }

    /// <summary>Mean effective sample size over all weighings of all runs, in particles: 0 (all weights 0) .. M.</summary>
    public required double MeanEss { get; init; }
}
