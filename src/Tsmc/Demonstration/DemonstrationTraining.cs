using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tsmc.Grading;
using Tsmc.Models;
using Tsmc.Problems;
using Tsmc.Problems.Arithmetic;
using Tsmc.Sampling;
using Tsmc.Tokenization;
using Tsmc.Training;

namespace Tsmc.Demonstration;

/// <summary>
/// Trains the demonstration models from nothing, stage by stage: tokenizer, fine-tuning without and with mistakes, samples, value
/// function, outcome reward model. Interrupted, the same call goes on in the stage at hand.
/// </summary>
public sealed class DemonstrationTraining
{
    private readonly DemonstrationRecipe _recipe;
    private readonly string _output;
    private readonly IProgress<DemonstrationProgress>? _progress;
    private readonly CancellationToken _ct;
    private readonly ArithmeticWorld _world;
    private readonly List<DemonstrationStage> _done;
    private readonly (string Name, string Command, Func<Task<IReadOnlyDictionary<string, double>>> Run)[] _stages;
    private int _stage;

    private DemonstrationTraining(DemonstrationRecipe recipe, string output, IProgress<DemonstrationProgress>? progress, CancellationToken ct)
    {
        (_recipe, _output, _progress, _ct) = (recipe, output, progress, ct);
        _world = new ArithmeticWorld(recipe.World, recipe.WorldSeed);
        _done = File.Exists(StagesFile) ? [.. JsonLines.Read<DemonstrationStage>(StagesFile)] : [];
        _stages =
        [
            ("problems and tokenizer", "tsmc problems", TokenizeAsync),
            ("fine-tuning without mistakes", "tsmc sft", () => FineTuneAsync("clean", AnnotatorOptions.None, 0, _recipe.CleanRows, _recipe.Clean)),
            ("fine-tuning with mistakes", "tsmc sft", () => FineTuneAsync("generator", _recipe.Annotators, _recipe.CleanRows, _recipe.NoisyRows, _recipe.Noisy)),
            ("samples of training problems", "tsmc generate", () => SampleAsync(ProblemSplit.Train, _recipe.ValueProblems)),
            ("samples of validation problems", "tsmc generate", () => SampleAsync(ProblemSplit.Validation, _recipe.ValueValidationProblems)),
            ("value function", "tsmc train-value --loss ctl", () => TrainValueAsync(DemonstrationModels.ValueFolder(_output), _recipe.Value)),
            ("outcome reward model", "tsmc train-value --loss orm", () => TrainValueAsync(DemonstrationModels.OrmFolder(_output), _recipe.Orm)),
        ];
    }

    private string Work => Path.Combine(_output, "work");

    private string StagesFile => Path.Combine(Work, "stages.jsonl");

    private string TokenizerFolder => Path.Combine(Work, "tokenizer");

    /// <summary>Trains what is not there yet, and writes <c>recipe.json</c> when all is.</summary>
    /// <param name="recipe">What to train.</param>
    /// <param name="output">Folder of the models; logs and samples go into its subfolder <c>work</c>.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="ct">Stops after the step at hand.</param>
    /// <exception cref="InvalidDataException">The folder was begun with another recipe.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the same call goes on later.</exception>
    public static async Task<IReadOnlyList<DemonstrationStage>> RunAsync(
        DemonstrationRecipe recipe, string output, IProgress<DemonstrationProgress>? progress = null, CancellationToken ct = default)
    {
        Directory.CreateDirectory(Path.Combine(output, "work"));
        string recipePath = Path.Combine(output, "work", "recipe.json");
        string text = JsonSerializer.Serialize(recipe, Indented);
        if (File.Exists(recipePath) && File.ReadAllText(recipePath) != text)
        {
            throw new InvalidDataException($"{recipePath}: the folder was begun with another recipe; choose another output or delete it.");
        }
        File.WriteAllText(recipePath, text);
        return await new DemonstrationTraining(recipe, output, progress, ct).RunAsync().ConfigureAwait(false);
    }

    private static JsonSerializerOptions Indented { get; } = new(JsonLines.Format) { WriteIndented = true };

    private async Task<IReadOnlyList<DemonstrationStage>> RunAsync()
    {
        for (_stage = 0; _stage < _stages.Length; _stage++)
        {
            (string name, string command, Func<Task<IReadOnlyDictionary<string, double>>> run) = _stages[_stage];
            if (_done.Any(stage => stage.Name == name))
            {
                continue;
            }
            var clock = Stopwatch.StartNew();
            IReadOnlyDictionary<string, double> figures = await run().ConfigureAwait(false);
            _ct.ThrowIfCancellationRequested();
            _done.Add(new DemonstrationStage(name, command, Math.Round(clock.Elapsed.TotalSeconds, 1), figures));
            JsonLines.Write(StagesFile, _done);
        }
        string beside = Path.Combine(_output, "recipe.json.part");
        File.WriteAllText(beside, JsonSerializer.Serialize(new { Recipe = _recipe, Stages = _done }, Indented) + "\n");
        File.Move(beside, Path.Combine(_output, "recipe.json"), overwrite: true);
        return _done;
    }

    private Task<IReadOnlyDictionary<string, double>> TokenizeAsync()
    {
        var annotator = new Annotator(AnnotatorOptions.None, _recipe.TrainingSeed);
        IEnumerable<string> texts = _world.Problems(ProblemSplit.Train, _recipe.TokenizerProblems)
            .Select(problem => PromptFormat.Prompt(problem.Text) + annotator.Annotate(problem).Text);
        Tokenizer tokenizer = BytePairTraining.Train(texts, _recipe.VocabularySize, TokenizerFolder, cancellation: _ct);
        JsonLines.Write(Path.Combine(_output, "valid.jsonl"), _world.Problems(ProblemSplit.Validation, _recipe.ValidationProblems));
        JsonLines.Write(Path.Combine(_output, "test.jsonl"), _world.Problems(ProblemSplit.Test, _recipe.TestProblems));
        return Task.FromResult(Figures(("vocabulary", tokenizer.VocabularySize)));
    }

    private async Task<IReadOnlyDictionary<string, double>> FineTuneAsync(
        string name, AnnotatorOptions annotators, int firstRow, int rows, TrainingOptions options)
    {
        string folder = name == "generator" ? DemonstrationModels.GeneratorFolder(_output) : Path.Combine(Work, name);
        Tokenizer tokenizer = Tokenizer.Load(TokenizerFolder);
        var annotator = new Annotator(annotators, _recipe.TrainingSeed);
        var training = SftDataset.Of(ArithmeticData.SftRows(_world, annotator, firstRow, rows), tokenizer, options.MaxLength);
        var validation = SftDataset.Of(
            _world.Problems(ProblemSplit.Validation, _recipe.ValidationProblems).Select(problem => problem.ToSftRow(annotator.Annotate(problem).Text)),
            tokenizer, options.MaxLength);
        using Generator generator = name == "generator"
            ? Checkpoint.LoadGenerator(Path.Combine(Work, "clean"))
            : Checkpoint.RandomGenerator(_recipe.Shape(tokenizer.VocabularySize, tokenizer.EosId), _recipe.TrainingSeed);
        TrainingResult result = await SupervisedFineTuning.RunAsync(
            generator, training, validation, options with { Seed = _recipe.TrainingSeed }, folder, tokenizer, Progress(), _ct).ConfigureAwait(false);
        return Figures(result);
    }

    private async Task<IReadOnlyDictionary<string, double>> SampleAsync(ProblemSplit split, int problems)
    {
        string folder = DemonstrationModels.GeneratorFolder(_output);
        Tokenizer tokenizer = Tokenizer.Load(folder);
        using Generator generator = Checkpoint.LoadGenerator(folder);
        TokenSampling sampling = _recipe.Sampling with { Seed = _recipe.TrainingSeed };
        using var engine = new DecodingEngine(generator, null, tokenizer, sampling, generator.Config.MaxPositions);
        var sampler = new SolutionSampler(engine, tokenizer, NumericGrader.Instance);
        using ResumableRows file = ResumableRows.Open(SamplesFile(split), new { Sampling = sampling, _recipe.ValueSamples, problems }, _recipe.ValueSamples);
        IEnumerable<(Problem Problem, int Index)> todo =
            Enumerable.Range(file.Completed, problems - file.Completed).Select(index => (_world.Problem(split, index).ToProblem(), index));
        await foreach (PlainSample sample in InOrder.RunAsync(
            todo, (job, ct) => sampler.PlainAsync(job.Problem, job.Index, _recipe.ValueSamples, sampling, ct), inFlight: 64, _ct).ConfigureAwait(false))
        {
            file.Append(sample.Solutions);
            Report(file.Completed, problems);
        }
        double share = JsonLines.Read<Solution>(SamplesFile(split)).Average(row => row.Correct ? 1.0 : 0.0);
        return Figures(("problems", problems), ("share_correct", share));
    }

    private async Task<IReadOnlyDictionary<string, double>> TrainValueAsync(string folder, ValueTrainingOptions options)
    {
        string generator = DemonstrationModels.GeneratorFolder(_output);
        Tokenizer tokenizer = Tokenizer.Load(generator);
        using ValueModel model = Checkpoint.StartValueModel(generator);
        TrainingResult result = await ValueTraining.RunAsync(
            model, Samples(ProblemSplit.Train, tokenizer, options), Samples(ProblemSplit.Validation, tokenizer, options),
            options with { Seed = _recipe.TrainingSeed }, folder, tokenizer, Progress(), _ct).ConfigureAwait(false);
        return Figures(result);
    }

    private ValueDataset Samples(ProblemSplit split, Tokenizer tokenizer, ValueTrainingOptions options) =>
        ValueDataset.Of(JsonLines.Read<Solution>(SamplesFile(split)), tokenizer, options.MaxLength);

    private string SamplesFile(ProblemSplit split) => Path.Combine(Work, $"samples-{ArithmeticWorld.Prefix(split)}.jsonl");

    private void Report(int done, int total, string detail = "") =>
        _progress?.Report(new DemonstrationProgress(_stages[_stage].Name, _stage, _stages.Length, done, total, detail));

    private Relay<TrainingProgress> Progress() => new(step => Report(step.Step, step.Steps, string.Create(
        CultureInfo.InvariantCulture, $"loss {step.Loss:0.000}, {step.TokensPerSecond:0} tokens/s")));

    private static IReadOnlyDictionary<string, double> Figures(TrainingResult result) =>
        Figures([("steps", result.Steps), ("loss", result.Loss), .. result.Validation.Select(figure => ("valid_" + figure.Key, figure.Value))]);

    private static IReadOnlyDictionary<string, double> Figures(params IEnumerable<(string Name, double Value)> figures) =>
        figures.ToDictionary(figure => figure.Name, figure => Math.Round(figure.Value, 5));

    private sealed class Relay<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
