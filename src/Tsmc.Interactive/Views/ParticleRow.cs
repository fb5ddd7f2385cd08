namespace Tsmc.Interactive.Views;

/// <summary>One particle of a group as it was weighed.</summary>
public sealed record ParticleRow
{
    /// <summary>The particle's slot, 0 .. M - 1.</summary>
    public required int Slot { get; init; }

    /// <summary>Slot of the step before whose particle this one continues; null at the first step.</summary>
    public required int? Ancestor { get; init; }

    /// <summary>What it wrote in this step; what it ended with when it had finished before.</summary>
    public required string Text { get; init; }

    /// <summary>Whether it wrote anything in this step; false when it had finished before.</summary>
    public required bool Moved { get; init; }

    /// <summary>V_theta in [0, 1] at its pause or end; null when it was not scored.</summary>
    public required double? Value { get; init; }

    /// <summary>Its normalised weight in [0, 1].</summary>
    public required double Weight { get; init; }

    /// <summary>How many particles of the next step continue it, 0 .. M.</summary>
    public required int Offspring { get; init; }

    /// <summary>Whether the partial solution is right so far, where something can tell; the sampler never knows.</summary>
    public required bool? IsRight { get; init; }
}
