using System.Text.Json.Serialization;

namespace Tsmc.Training;

/// <summary>
/// How a value model is trained: the paper's defaults for stage 3. <see cref="TrainingOptions.BatchSize"/> counts problems.
/// </summary>
public sealed record ValueTrainingOptions : TrainingOptions
{
    /// <summary>The paper's defaults; it leaves the number of problems of a batch open, here 4.</summary>
    public ValueTrainingOptions()
    {
        BatchSize = 4;
        MicroBatchSize = 1;
        LearningRate = 1e-5;
        MinLearningRate = 1e-7;
        WarmupFraction = 0.05;
        Epochs = 2;
    }

    /// <summary>The loss.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter))]
    public ValueLoss Loss { get; init; } = ValueLoss.Ctl;
}
