using System.Collections.Immutable;

namespace Tsmc.Smc;

/// <summary>One turn of the loop: everything that extending, scoring, reweighting and resampling a group of M particles gave.</summary>
/// <typeparam name="TParticle">The state of one partial solution.</typeparam>
public sealed record SmcStep<TParticle>
    where TParticle : class, IParticle
{
    /// <summary>The step t, from 1.</summary>
    public required int Index { get; init; }

    /// <summary>The M particles as they were weighed, before resampling.</summary>
    public required IReadOnlyList<TParticle> Particles { get; init; }

    /// <summary>Their log twists log psi_t; minus infinity for a truncated particle; unchanged for one that had finished before.</summary>
    public required ImmutableArray<double> LogTwists { get; init; }

    /// <summary>
    /// Their weights psi_t / psi_{t-1}, times the weights carried from the step before (scaled to mean 1) when that step did not resample.
    /// </summary>
    public required Weights Weights { get; init; }

    /// <summary>For each slot the index in <see cref="Particles"/> of the particle it continues; null without resampling.</summary>
    public required int[]? Ancestors { get; init; }

    /// <summary>The particles that go into the next step: the offspring, or <see cref="Particles"/> when there was no resampling.</summary>
    public required IReadOnlyList<TParticle> Next { get; init; }

    /// <summary>Log of the evidence estimate up to this step, the sum of <c>Weights.LogMean</c> over the steps.</summary>
    public required double LogEvidence { get; init; }

    /// <summary>Whether no particle is running any more. The last step does not resample: its weights stay with its particles.</summary>
    public required bool IsLast { get; init; }
}
