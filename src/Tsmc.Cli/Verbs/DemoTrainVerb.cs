using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Demonstration;
using Tsmc.Problems;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc demo train</c>: the demonstration models from nothing.</summary>
internal sealed class DemoTrainVerb : Verb
{
    private static readonly JsonSerializerOptions Format = new(JsonLines.Format)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly Option<string> _output = Flag.Of("--output", Path.Combine("artifacts", "demo"), "Folder for the models, the problems and recipe.json.");
    private readonly Option<string?> _recipe = Flag.Optional<string>(
        "--recipe", "JSON file with the parts of the recipe that shall differ, such as {\"TrainingSeed\": 2}; without it the shipped models' recipe.");

    public DemoTrainVerb()
        : base(
            "train",
            "Train the demonstration models from nothing: tokenizer, fine-tuning without and with mistakes, samples, value function, ORM.",
            "tsmc demo train",
            "tsmc demo train --recipe seed2.json --output artifacts/demo-seed2") =>
        AddAll(_output, _recipe);

    public override string GoOn => "The same command goes on in the stage at hand.";

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        string output = session.Require(_output);
        DemonstrationRecipe recipe = session.Get(_recipe) is { } path ? Read(path) : new DemonstrationRecipe();
        IReadOnlyList<DemonstrationStage> stages = await session.WithProgressAsync(progress => Task.Run(
            () => DemonstrationTraining.RunAsync(
                recipe, output,
                new Relay<DemonstrationProgress>(at => progress.Report(
                    new StageProgress($"{at.StageIndex + 1}/{at.Stages} {at.Stage}", at.Done, at.Total, "", at.Detail))), ct),
            ct)).ConfigureAwait(false);
        session.Table(["stage", "command", "time", "figures"], stages.Select(stage => new[]
        {
            stage.Name, stage.Command, StageClock.Duration(stage.Seconds),
            string.Join(", ", stage.Figures.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key.Replace('_', ' ')} {figure.Value:G4}"))),
        }));
        session.Remark($"The models are in {output}; `tsmc reproduce --models {output}` shows what they do.");
        return ExitCode.Success;
    }

    private static DemonstrationRecipe Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file; expected a recipe in JSON.", path);
        }
        try
        {
            return JsonSerializer.Deserialize<DemonstrationRecipe>(File.ReadAllText(path), Format)
                ?? throw new InvalidDataException($"{path}: expected a JSON object, found null.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: not a recipe: {error.Message}", error);
        }
    }
}
