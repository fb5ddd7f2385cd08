using System.Globalization;
using Tsmc.Cli.Progress;
using Tsmc.Training;

namespace Tsmc.Cli.Runs;

/// <summary>What <c>sft</c> and <c>train-value</c> share: showing a training run and saying how it ended.</summary>
internal static class TrainingRun
{
    public static async Task<int> RunAsync(
        string stage, Session session, string output, Func<IProgress<TrainingProgress>, Task<TrainingResult>> train, CancellationToken ct)
    {
        string validation = "";
        TrainingResult result = await session.WithProgressAsync(progress => train(new Relay<TrainingProgress>(step =>
        {
            validation = step.Validation.Count > 0 ? Figures(step.Validation) : validation;
            string note = string.Create(
                CultureInfo.InvariantCulture, $"loss {step.Loss:F4}, learning rate {step.LearningRate:G3}, {step.TokensPerSecond:F0} tokens/s{validation}");
            progress.Report(new StageProgress(stage, step.Step, step.Steps, "steps", note));
        }))).ConfigureAwait(false);
        if (!result.Completed)
        {
            throw new OperationCanceledException(ct);
        }
        session.Remark(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Steps} steps, {result.Tokens} tokens in {StageClock.Duration(result.Duration.TotalSeconds)}{Figures(result.Validation)}; the model is in {output}."));
        return ExitCode.Success;
    }

    private static string Figures(IReadOnlyDictionary<string, double> figures) => string.Concat(
        figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $", valid {figure.Key.Replace('_', ' ')} {figure.Value:F4}")));
}
