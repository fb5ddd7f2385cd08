namespace Tsmc.Smc;

/// <summary>How a group of particles is resampled. The defaults are the paper's.</summary>
public sealed record TwistedSmcOptions
{
    /// <summary>
    /// The most resamplings in a run, 0 or more; after the last of them every particle runs to its end. 0 is importance sampling.
    /// </summary>
    public int StopSteps { get; init; } = 5;

    /// <summary>How ancestors are drawn.</summary>
    public ResamplingScheme Scheme { get; init; } = ResamplingScheme.OrderedStratified;

    /// <summary>
    /// Resample only when the effective sample size is below this fraction of M, in (0, 1]; in between weights are carried on. Null, as
    /// in the paper: resample at every pause.
    /// </summary>
    public double? EssThreshold { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it, its value and the range.</exception>
    public void Validate()
    {
        if (StopSteps < 0)
        {
            throw new ArgumentException($"StopSteps is {StopSteps}; expected 0 or more.");
        }
        if (!Enum.IsDefined(Scheme))
        {
            throw new ArgumentException($"Scheme is {(int)Scheme}; expected one of {string.Join(", ", ResamplingSchemeName.All)}.");
        }
        if (EssThreshold is { } threshold && !(threshold > 0 && threshold <= 1))
        {
            throw new ArgumentException(
                $"EssThreshold is {threshold}; expected a fraction above 0 and at most 1, or null to resample at every pause.");
        }
    }

    /// <summary>Whether weights such as these call for resampling.</summary>
    internal bool CallForResampling(Weights weights) => EssThreshold is not { } threshold || weights.Ess < threshold * weights.Count;
}
