namespace Tsmc.Smc;

/// <summary>Where a particle stands.</summary>
public enum ParticleStatus
{
    /// <summary>At a pause (the end of a step, or the start): it can be extended.</summary>
    Running,

    /// <summary>Complete: it ended itself. Absorbing: extending it changes nothing, and its weight ratio is 1 from then on.</summary>
    Finished,

    /// <summary>Cut off by the token limit before it was complete. Absorbing, with weight 0.</summary>
    Truncated,
}
