using System.CommandLine;
using System.Globalization;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Demonstration;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc demo train</c>: trains the demonstration models from nothing, by the recipe that made the shipped ones.</summary>
internal sealed class DemoTrainVerb : Verb
{
    private static readonly DemonstrationRecipe Standard = new();

    private readonly Option<string> _output = Flag.Of("--output", Path.Combine("artifacts", "demo"), "Folder for the models; logs and samples go into its subfolder work.");
    private readonly Option<long> _seed = Flag.Of("--seed", Standard.TrainingSeed, "Seed of the annotators, the first weights, the order of the data and the samples.");

    public DemoTrainVerb()
        : base(
            "train",
            "Train the demonstration models from nothing: tokenizer, fine-tuning without and with mistakes, samples, value function, ORM.",
            "tsmc demo train",
            "tsmc demo train --seed 2 --output artifacts/demo-2",
            "tsmc reproduce --demo artifacts/demo-2 --output artifacts/reproduce-2") =>
        AddAll(_output, _seed);

    public override string GoOn => "The same command goes on in the stage at hand.";

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        string output = session.Require(_output);
        DemonstrationRecipe recipe = Standard with { TrainingSeed = session.Get(_seed) };
        IReadOnlyList<DemonstrationStage> stages = await session.WithProgressAsync(progress => DemonstrationTraining.RunAsync(
            recipe, output,
            new Relay<DemonstrationProgress>(step => progress.Report(new StageProgress(
                $"{step.StageIndex + 1}/{step.Stages} {step.Stage}", step.Done, step.Total, "steps", step.Detail))), ct)).ConfigureAwait(false);
        session.Table(["stage", "seconds", "figures"], stages.Select(stage => new[]
        {
            stage.Name,
            stage.Seconds.ToString("0", CultureInfo.InvariantCulture),
            string.Join(", ", stage.Figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {figure.Value:0.####}"))),
        }));
        session.Output.WriteLine($"Wrote the models into {output}; tsmc reproduce --demo {output} evaluates them.");
        return ExitCode.Success;
    }
}
