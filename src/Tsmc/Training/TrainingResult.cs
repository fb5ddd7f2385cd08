namespace Tsmc.Training;

/// <summary>How a training run ended.</summary>
public sealed record TrainingResult
{
    /// <summary>True when all steps are done; false when the run was cancelled, to be resumed by the same call.</summary>
    public required bool Completed { get; init; }

    /// <summary>Steps done.</summary>
    public required int Step { get; init; }

    /// <summary>Steps of the whole run.</summary>
    public required int Steps { get; init; }

    /// <summary>Loss of the last step that this call made; NaN when it made none.</summary>
    public required double Loss { get; init; }

    /// <summary>Tokens through the model in this call, padding not counted.</summary>
    public required long Tokens { get; init; }

    /// <summary>Duration of this call.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The last validation's figures by name; empty when there was none.</summary>
    public required IReadOnlyDictionary<string, double> Validation { get; init; }
}
