using System.Text.Json.Serialization;

namespace Tsmc.Training;

/// <summary>One row of <c>training.jsonl</c>: a step, with the validation made after it where there was one.</summary>
public sealed record TrainingLogRow
{
    /// <summary>Steps done, from 1.</summary>
    [JsonPropertyName("step")]
    public required int Step { get; init; }

    /// <summary>Epoch of the step, from 0.</summary>
    [JsonPropertyName("epoch")]
    public required int Epoch { get; init; }

    /// <summary>The step's loss.</summary>
    [JsonPropertyName("loss")]
    public required double Loss { get; init; }

    /// <summary>The step's learning rate.</summary>
    [JsonPropertyName("lr")]
    public required double LearningRate { get; init; }

    /// <summary>Norm of the gradient before clipping.</summary>
    [JsonPropertyName("grad_norm")]
    public required double GradientNorm { get; init; }

    /// <summary>Tokens of the step's batch, padding not counted.</summary>
    [JsonPropertyName("tokens")]
    public required long Tokens { get; init; }

    /// <summary>Seconds of training so far, interruptions not counted.</summary>
    [JsonPropertyName("seconds")]
    public double Seconds { get; init; }

    /// <summary>The validation's figures by name.</summary>
    [JsonPropertyName("validation")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Validation { get; init; }
}
