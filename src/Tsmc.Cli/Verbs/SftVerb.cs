using System.CommandLine;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Runs;
using Tsmc.Models;
using Tsmc.Problems;
using Tsmc.Tokenization;
using Tsmc.Torch;
using Tsmc.Training;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc sft</c>: supervised fine-tuning of the generator (method: stage 1).</summary>
internal sealed class SftVerb : Verb
{
    private static readonly TrainingOptions Standard = new();

    private readonly Option<string> _model = Flag.Required<string>("--model", "Folder of the generator to start from, with its tokenizer, or ORG/NAME of a downloaded one.");
    private readonly Option<string> _data = Flag.Required<string>("--data", "JSON Lines file of fine-tuning rows: input, output_prefix, output, is_eos.");
    private readonly Option<string?> _validData = Flag.Optional<string>("--valid-data", "The same kind of rows, held out: their loss and token accuracy are shown.");
    private readonly Option<string> _output = Flag.Required<string>(
        "--output", "Folder for the trained generator, its checkpoints and training.jsonl; a run found there is gone on with.");

    private readonly TrainingFlags _training = new(Standard);
    private readonly PlacementFlags _placement = new("fp32");

    public SftVerb()
        : base(
            "sft",
            "Fine-tune the generator on solutions; the loss is taken on each row's output only.",
            "tsmc sft --model base --data sft.jsonl --output generator",
            "tsmc sft --model base --data sft.jsonl --output generator --learning-rate 2e-3 --min-learning-rate 2e-4 --epochs 1 --workers 2") =>
        AddAll([_model, _data, _validData, _output, .. _training.All, .. _placement.All]);

    public override string GoOn => "The same command goes on from the last checkpoint.";

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        TrainingOptions options = _training.Read(session, Standard);
        options.Validate();
        string folder = session.Model(_model);
        ModelPlacement placement = _placement.Read(session);
        Tokenizer tokenizer = Tokenizer.Load(folder);
        SftDataset training = Rows(session.Require(_data), tokenizer, options.MaxLength);
        SftDataset? validation = session.Get(_validData) is { } path ? Rows(path, tokenizer, options.MaxLength) : null;
        if (training.LeftOut > 0)
        {
            session.Remark($"{training.LeftOut} of {training.LeftOut + training.Rows.Count} rows are longer than {options.MaxLength} tokens and left out.");
        }
        using Generator generator = Checkpoint.LoadGenerator(folder, placement.Device, placement.Type);
        string output = session.Require(_output);
        return await TrainingRun.RunAsync(
            "sft", session, output,
            progress => SupervisedFineTuning.RunAsync(generator, training, validation, options, output, tokenizer, progress, ct), ct)
            .ConfigureAwait(false);
    }

    private static SftDataset Rows(string path, Tokenizer tokenizer, int maxLength)
    {
        try
        {
            return SftDataset.Of(JsonLines.Read<SftRow>(path), tokenizer, maxLength);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }
}
