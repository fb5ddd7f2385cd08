namespace Tsmc.Training;

/// <summary>
/// How a model is trained. The defaults are the paper's for supervised fine-tuning (stage 1), for a model of billions of weights; a
/// small model from nothing wants a learning rate of some 2e-3 and larger micro-batches.
/// </summary>
public record TrainingOptions
{
    /// <summary>Items of one optimiser step: rows for fine-tuning, problems with all their samples for a value model; at least 1.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Items of one forward and backward pass; gradients are summed over the batch, so this changes speed, memory and rounding only; at
    /// least 1.
    /// </summary>
    public int MicroBatchSize { get; init; } = 4;

    /// <summary>Learning rate after the warm-up; above 0.</summary>
    public double LearningRate { get; init; } = 2e-5;

    /// <summary>Learning rate at the last step; 0 to <see cref="LearningRate"/>.</summary>
    public double MinLearningRate { get; init; } = 2e-7;

    /// <summary>Share of all steps over which the learning rate rises from 0; 0 to 1. The paper says 5 % for the value model.</summary>
    public double WarmupFraction { get; init; } = 0.05;

    /// <summary>Number of warm-up steps, in place of <see cref="WarmupFraction"/> where given; 0 or more.</summary>
    public int? WarmupSteps { get; init; }

    /// <summary>Largest norm of the gradient; a longer one is scaled down to it; above 0.</summary>
    public double MaxGradientNorm { get; init; } = 1;

    /// <summary>AdamW's weight decay, on matrices only; 0 or more. The paper does not say; 0.01 is PyTorch's default.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>AdamW's memory of the gradient; 0 up to, but not including, 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW's memory of the squared gradient; 0 up to, but not including, 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Passes over the data; at least 1.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Longest sequence in tokens; longer ones are left out and counted; at least 2.</summary>
    public int MaxLength { get; init; } = 768;

    /// <summary>Steps between checkpoints; 0 for one at the end of every epoch.</summary>
    public int CheckpointEvery { get; init; }

    /// <summary>Number of checkpoints kept, the latest; at least 1.</summary>
    public int KeepCheckpoints { get; init; } = 1;

    /// <summary>Steps between validations; 0 for one at the end of every epoch.</summary>
    public int ValidateEvery { get; init; }

    /// <summary>Seed of the order of the data and of fresh weights.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Threads that share a batch's micro-batches, each computing one by itself; 0 for one per processor, or one on a GPU. It changes speed
    /// and memory, not a bit of the result.
    /// </summary>
    public int Workers { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">One is out of its range; the message names it, its value and the range.</exception>
    public virtual void Validate()
    {
        Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Require(MicroBatchSize >= 1, nameof(MicroBatchSize), MicroBatchSize, "at least 1");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a finite number above 0");
        Require(MinLearningRate >= 0 && MinLearningRate <= LearningRate, nameof(MinLearningRate), MinLearningRate,
            $"0 to the learning rate, {LearningRate}");
        Require(WarmupFraction is >= 0 and <= 1, nameof(WarmupFraction), WarmupFraction, "0 to 1");
        Require(WarmupSteps is null or >= 0, nameof(WarmupSteps), WarmupSteps ?? 0, "0 or more");
        Require(MaxGradientNorm > 0, nameof(MaxGradientNorm), MaxGradientNorm, "above 0");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "0 or more");
        Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "0 or more and less than 1");
        Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "0 or more and less than 1");
        Require(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        Require(MaxLength >= 2, nameof(MaxLength), MaxLength, "at least 2");
        Require(CheckpointEvery >= 0, nameof(CheckpointEvery), CheckpointEvery, "0 or more");
        Require(KeepCheckpoints >= 1, nameof(KeepCheckpoints), KeepCheckpoints, "at least 1");
        Require(ValidateEvery >= 0, nameof(ValidateEvery), ValidateEvery, "0 or more");
        Require(Workers >= 0, nameof(Workers), Workers, "0 or more");
    }

    private static void Require(bool holds, string name, double value, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} is {value}; expected {range}.");
        }
    }
}
