using System.CommandLine;
using Tsmc.Training;

namespace Tsmc.Cli.Flags;

/// <summary>The flags of <see cref="TrainingOptions"/>, with the defaults of the stage at hand.</summary>
internal sealed class TrainingFlags(TrainingOptions standard)
{
    private readonly Option<int> _batchSize = Flag.Of("--batch-size", standard.BatchSize, "Items of one optimiser step.");

    private readonly Option<int> _microBatchSize = Flag.Of(
        "--micro-batch-size", standard.MicroBatchSize, "Items of one forward and backward pass; gradients are summed over the batch.");

    private readonly Option<double> _learningRate = Flag.Of("--learning-rate", standard.LearningRate, "Learning rate after the warm-up.");

    private readonly Option<double> _minLearningRate = Flag.Of(
        "--min-learning-rate", standard.MinLearningRate, "Learning rate at the last step (cosine).");

    private readonly Option<double> _warmupFraction = Flag.Of(
        "--warmup-fraction", standard.WarmupFraction, "Share of all steps over which the learning rate rises from 0.");

    private readonly Option<int?> _warmupSteps = Flag.Optional<int?>("--warmup-steps", "Number of warm-up steps, in place of --warmup-fraction.");

    private readonly Option<double> _maxGradientNorm = Flag.Of(
        "--max-gradient-norm", standard.MaxGradientNorm, "A longer gradient is scaled down to this norm.");

    private readonly Option<double> _weightDecay = Flag.Of("--weight-decay", standard.WeightDecay, "AdamW's weight decay, on matrices only.");

    private readonly Option<double> _beta1 = Flag.Of("--beta1", standard.Beta1, "AdamW's memory of the gradient.");

    private readonly Option<double> _beta2 = Flag.Of("--beta2", standard.Beta2, "AdamW's memory of the squared gradient.");

    private readonly Option<int> _epochs = Flag.Of("--epochs", standard.Epochs, "Passes over the data.");

    private readonly Option<int> _maxLength = Flag.Of(
        "--max-length", standard.MaxLength, "Longest sequence in tokens; longer ones are left out and counted.");

    private readonly Option<int> _checkpointEvery = Flag.Of(
        "--checkpoint-every", standard.CheckpointEvery, "Steps between checkpoints; 0 for one at the end of every epoch.");

    private readonly Option<int> _keepCheckpoints = Flag.Of("--keep-checkpoints", standard.KeepCheckpoints, "Checkpoints kept, the latest.");

    private readonly Option<int> _validateEvery = Flag.Of(
        "--validate-every", standard.ValidateEvery, "Steps between validations; 0 for one at the end of every epoch.");

    private readonly Option<long> _seed = Flag.Of("--seed", standard.Seed, "Seed of the order of the data.");

    private readonly Option<int> _workers = Flag.Of(
        "--workers", standard.Workers, "Threads that share a batch's micro-batches on the CPU; 0 for one a processor, and one on a GPU.");

    public IEnumerable<Option> All =>
    [
        _batchSize, _microBatchSize, _learningRate, _minLearningRate, _warmupFraction, _warmupSteps, _maxGradientNorm, _weightDecay,
        _beta1, _beta2, _epochs, _maxLength, _checkpointEvery, _keepCheckpoints, _validateEvery, _seed, _workers,
    ];

    /// <summary>The given options with the flags' values.</summary>
    public T Read<T>(Session session, T options)
        where T : TrainingOptions => (T)(options with
        {
            BatchSize = session.Get(_batchSize),
            MicroBatchSize = session.Get(_microBatchSize),
            LearningRate = session.Get(_learningRate),
            MinLearningRate = session.Get(_minLearningRate),
            WarmupFraction = session.Get(_warmupFraction),
            WarmupSteps = session.Get(_warmupSteps),
            MaxGradientNorm = session.Get(_maxGradientNorm),
            WeightDecay = session.Get(_weightDecay),
            Beta1 = session.Get(_beta1),
            Beta2 = session.Get(_beta2),
            Epochs = session.Get(_epochs),
            MaxLength = session.Get(_maxLength),
            CheckpointEvery = session.Get(_checkpointEvery),
            KeepCheckpoints = session.Get(_keepCheckpoints),
            ValidateEvery = session.Get(_validateEvery),
            Seed = session.Get(_seed),
            Workers = session.Get(_workers),
        });
}
