using System.Text.Json.Serialization;

namespace Tsmc.Records;

/// <summary>One step of one group's run: the M particles as they were weighed, and who continues whom.</summary>
public sealed record RecordedStep : RecordRow
{
    /// <summary>Index of the problem in its file.</summary>
    [JsonPropertyName("problem")]
    public required int Problem { get; init; }

    /// <summary>Index of the group among the problem's groups, from 0.</summary>
    [JsonPropertyName("group")]
    public required int Group { get; init; }

    /// <summary>The step t, from 1.</summary>
    [JsonPropertyName("step")]
    public required int Step { get; init; }

    /// <summary>Whether no particle was running any more.</summary>
    [JsonPropertyName("last")]
    public required bool IsLast { get; init; }

    /// <summary>Effective sample size, in [1, M]; 0 when all weights are 0.</summary>
    [JsonPropertyName("ess")]
    public required double Ess { get; init; }

    /// <summary>Log of the evidence estimate Z_hat up to this step, in nats; minus infinity after a step whose weights are all 0.</summary>
    [JsonPropertyName("log_evidence")]
    public required double LogEvidence { get; init; }

    /// <summary>
    /// For each slot of the next step the slot in <see cref="Particles"/> of the particle it continues; null without resampling, when
    /// each slot continues itself.
    /// </summary>
    [JsonPropertyName("ancestors")]
    public required IReadOnlyList<int>? Ancestors { get; init; }

    /// <summary>The M particles, slot by slot, before resampling.</summary>
    [JsonPropertyName("particles")]
    public required IReadOnlyList<RecordedParticle> Particles { get; init; }
}
