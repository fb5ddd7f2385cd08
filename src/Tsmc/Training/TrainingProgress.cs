namespace Tsmc.Training;

/// <summary>Where a training run stands, reported after every step.</summary>
public sealed record TrainingProgress
{
    /// <summary>Steps done.</summary>
    public required int Step { get; init; }

    /// <summary>Steps of the whole run.</summary>
    public required int Steps { get; init; }

    /// <summary>Epoch of the step, from 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>The step's loss.</summary>
    public required double Loss { get; init; }

    /// <summary>The step's learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Norm of the gradient before clipping.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Tokens through the model per second since this call began, padding not counted.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Estimate of the time left.</summary>
    public required TimeSpan TimeLeft { get; init; }

    /// <summary>Figures of the validation made after this step, by name; empty when there was none.</summary>
    public IReadOnlyDictionary<string, double> Validation { get; init; } = new Dictionary<string, double>();
}
