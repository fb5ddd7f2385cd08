using System.CommandLine;
using System.Text.Json;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Runs;
using Tsmc.Models;
using Tsmc.Problems;
using Tsmc.Tokenization;
using Tsmc.Torch;
using Tsmc.Training;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc train-value</c>: the value function, or a reward model, from sampled and graded solutions (method: stage 3).</summary>
internal sealed class TrainValueVerb : Verb
{
    private static readonly ValueTrainingOptions Standard = new();
    private static readonly Dictionary<string, ValueLoss> Losses = Enum.GetValues<ValueLoss>().ToDictionary(Word);

    private readonly Option<string> _model = Flag.Required<string>(
        "--model", "Folder of the fine-tuned generator: the value model starts from it with a head of zeros.");

    private readonly Option<string> _samples = Flag.Required<string>(
        "--samples", "JSON Lines file of graded solutions, as `tsmc generate` writes it; for --loss prm of step labels, as `tsmc prepare` writes it.");

    private readonly Option<string?> _validSamples = Flag.Optional<string>(
        "--valid-samples", "The same of held-out problems: loss, AUC and calibration error are shown.");

    private readonly Option<string> _output = Flag.Required<string>(
        "--output", "Folder for the value model, its checkpoints and training.jsonl; a run found there is gone on with.");

    private readonly Option<string> _loss = Flag.Word(
        "--loss", Word(Standard.Loss), [.. Losses.Keys],
        "ctl: contrastive twist learning; orm: cross-entropy at the solution's end; step-bce: at the end of every step; "
        + "prm: at every step with its own label.");

    private readonly TrainingFlags _training = new(Standard);
    private readonly PlacementFlags _placement = new("fp32");

    public TrainValueVerb()
        : base(
            "train-value",
            "Train the value function on sampled, graded solutions: by contrastive twist learning, or an outcome or process reward model for voting.",
            "tsmc train-value --model generator --samples train-samples.jsonl --output value",
            "tsmc train-value --model generator --samples train-samples.jsonl --valid-samples valid-samples.jsonl --output orm --loss orm",
            "tsmc train-value --model generator --samples labels-train.jsonl --output prm --loss prm") =>
        AddAll([_model, _samples, _validSamples, _output, _loss, .. _training.All, .. _placement.All]);

    public override string GoOn => "The same command goes on from the last checkpoint.";

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        ValueTrainingOptions options = _training.Read(session, Standard with { Loss = Losses[session.Require(_loss)] });
        options.Validate();
        string folder = session.Model(_model);
        ModelPlacement placement = _placement.Read(session);
        Tokenizer tokenizer = Tokenizer.Load(folder);
        ValueDataset training = Samples(session.Require(_samples), options, tokenizer);
        ValueDataset? validation = session.Get(_validSamples) is { } path ? Samples(path, options, tokenizer) : null;
        if (training.LeftOut > 0)
        {
            session.Remark($"{training.LeftOut} samples are longer than {options.MaxLength} tokens with their prompt and left out.");
        }
        using ValueModel model = Checkpoint.StartValueModel(folder, placement.Device, placement.Type);
        string output = session.Require(_output);
        return await TrainingRun.RunAsync(
            "train-value", session, output,
            progress => ValueTraining.RunAsync(model, training, validation, options, output, tokenizer, progress, ct), ct)
            .ConfigureAwait(false);
    }

    private static string Word(ValueLoss loss) => JsonNamingPolicy.KebabCaseLower.ConvertName(loss.ToString());

    private static ValueDataset Samples(string path, ValueTrainingOptions options, Tokenizer tokenizer)
    {
        try
        {
            return options.Loss == ValueLoss.Prm
                ? ValueDataset.Of(JsonLines.Read<StepLabelRow>(path), tokenizer, options.MaxLength)
                : ValueDataset.Of(JsonLines.Read<Solution>(path), tokenizer, options.MaxLength);
        }
        catch (InvalidDataException error) when (!error.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }
}
