using System.Text.Json;
using System.Text.Json.Serialization;
using Tsmc.Smc;

namespace Tsmc.Records;

/// <summary>One particle at one step.</summary>
public sealed record RecordedParticle
{
    /// <summary>Where it stands: <c>running</c>, <c>finished</c> or <c>truncated</c>.</summary>
    [JsonPropertyName("status")]
    [JsonConverter(typeof(StatusName))]
    public required ParticleStatus Status { get; init; }

    /// <summary>V_theta in [0, 1] at its last token; null when it was not scored.</summary>
    [JsonPropertyName("value")]
    public required double? Value { get; init; }

    /// <summary>log psi_t; minus infinity for a truncated particle.</summary>
    [JsonPropertyName("log_twist")]
    public required double LogTwist { get; init; }

    /// <summary>The unnormalised log weight.</summary>
    [JsonPropertyName("log_weight")]
    public required double LogWeight { get; init; }

    /// <summary>The weight normalised in the group, in [0, 1]; 0 for all when all weights are 0.</summary>
    [JsonPropertyName("weight")]
    public required double Weight { get; init; }

    /// <summary>Tokens written in this step; 0 for a particle that had ended before.</summary>
    [JsonPropertyName("tokens")]
    public required int Tokens { get; init; }

    /// <summary>What it wrote in this step; empty for a particle that had ended before.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>At the last step of a graded record the answer found in the whole solution; null when there is none.</summary>
    [JsonPropertyName("answer")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Answer { get; init; }

    /// <summary>At the last step of a graded record whether the grader accepts the answer; else null.</summary>
    [JsonPropertyName("correct")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Correct { get; init; }

    private sealed class StatusName() : JsonStringEnumConverter<ParticleStatus>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
}
