using Tsmc.Models;
using Tsmc.Tokenization;

namespace Tsmc.Training;

/// <summary>Stage 3: trains the value model on sampled, graded solutions.</summary>
public static class ValueTraining
{
    /// <summary>
    /// Trains a value model in place and writes it into a folder; a run found there is gone on with. Problems that teach nothing, for
    /// contrastive twist learning those without a correct sample, are left out.
    /// </summary>
    /// <param name="model">The value model to train, as a rule fresh from the fine-tuned generator.</param>
    /// <param name="training">The samples.</param>
    /// <param name="validation">Samples of held-out problems, or null for none.</param>
    /// <param name="options">How it is trained, the loss included.</param>
    /// <param name="outputFolder">Where the log, the checkpoints and the trained model go.</param>
    /// <param name="tokenizer">Saved beside the weights; null where samples have no text.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellation">Ends the run after the step at hand, with a checkpoint.</param>
    /// <inheritdoc cref="Trainer.Run" path="/exception"/>
    /// <inheritdoc cref="Trainer(ITrainingTask, TrainingOptions, string)" path="/exception"/>
    public static Task<TrainingResult> RunAsync(
        ValueModel model, ValueDataset training, ValueDataset? validation, ValueTrainingOptions options, string outputFolder,
        Tokenizer? tokenizer = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        IEnumerable<ValueProblem> problems = training.Problems.Concat(validation?.Problems ?? []);
        model.Config.CheckLength(
            problems.Max(problem => (int?)(problem.Prompt.Count + problem.Samples.Max(sample => sample.Ids.Count))) ?? 0);
        var task = new ValueTrainingTask(model, options.Loss, training, validation, tokenizer);
        var trainer = new Trainer(task, options, outputFolder);
        return Task.Factory.StartNew(
            () => trainer.Run(progress, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
