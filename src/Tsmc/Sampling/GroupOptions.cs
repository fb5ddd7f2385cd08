namespace Tsmc.Sampling;

/// <summary>Where a group's particles pause and end, and how their values make twists.</summary>
public sealed record GroupOptions
{
    /// <summary>Seed of the run.</summary>
    public long Seed { get; init; }

    /// <summary>Token limit of one solution.</summary>
    public required int MaxNewTokens { get; init; }

    /// <summary>No step end counts within this many first tokens.</summary>
    public int Warmup { get; init; }

    /// <summary>log psi_t = exponent * log V_theta.</summary>
    public double TwistExponent { get; init; }
}
