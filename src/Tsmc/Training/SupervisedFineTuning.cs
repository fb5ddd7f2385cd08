using Tsmc.Models;
using Tsmc.Tokenization;

namespace Tsmc.Training;

/// <summary>Stage 1: trains the generator on solutions, step by step (the loss is taken on each row's output only).</summary>
public static class SupervisedFineTuning
{
    /// <summary>Trains a generator in place and writes it into a folder; a run found there is gone on with.</summary>
    /// <param name="generator">The generator to train; on return it holds the trained weights.</param>
    /// <param name="training">What it learns.</param>
    /// <param name="validation">Held-out rows, or null for none.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="outputFolder">Where the log, the checkpoints and the trained generator go.</param>
    /// <param name="tokenizer">Saved beside the weights, so that each checkpoint is a complete model; null where rows have no text.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellation">Ends the run after the step at hand, with a checkpoint.</param>
    /// <inheritdoc cref="Trainer.Run" path="/exception"/>
    /// <inheritdoc cref="Trainer(ITrainingTask, TrainingOptions, string)" path="/exception"/>
    public static Task<TrainingResult> RunAsync(
        Generator generator, SftDataset training, SftDataset? validation, TrainingOptions options, string outputFolder,
        Tokenizer? tokenizer = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        generator.Config.CheckLength(training.Rows.Concat(validation?.Rows ?? []).Max(row => (int?)row.Ids.Count) ?? 0);
        var trainer = new Trainer(new SftTask(generator, training, validation, tokenizer), options, outputFolder);
        return Task.Factory.StartNew(
            () => trainer.Run(progress, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
