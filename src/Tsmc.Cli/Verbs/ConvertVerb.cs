using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Models;
using Tsmc.Problems;
using Tsmc.Tokenization;
using Tsmc.Torch;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc convert</c>: a checkpoint in other numbers, and what that costs and saves.</summary>
internal sealed class ConvertVerb : Verb
{
    private const string Auto = "auto";
    private const int OwnTexts = 16;
    private const int OwnLength = 128;

    private readonly Option<string> _model = Flag.Required<string>("--model", "Hugging Face folder, ORG/NAME of a downloaded model, or a llama2.c .bin file.");
    private readonly Option<string> _output = Flag.Required<string>("--output", "Folder for the converted checkpoint, with the tokenizer's files.");
    private readonly Option<string> _type = Flag.Word("--dtype", Auto, [Auto, .. NumberType.Names], "Floating-point numbers of the output: auto (as in the input), fp32, bf16 or fp16.");

    private readonly Option<bool> _int8 = Flag.Of(
        "--int8", false, "Keep the layers' matrices as int8 with a scale for each output channel: for sampling on small memory; only tsmc reads it.");

    private readonly Option<string> _maxShardSize = Flag.Of("--max-shard-size", "5GB", "More weights than this are written to several files with an index.");

    private readonly Option<string?> _perplexityFile = Flag.Optional<string>(
        "--perplexity-file", $"JSON Lines of {{\"text\"}} or {{\"ids\"}} to measure the loss on; without it {OwnTexts} texts that the model writes itself.");

    public ConvertVerb()
        : base(
            "convert",
            "Write a checkpoint in other numbers, and measure perplexity and memory before and after.",
            "tsmc convert --model llemma-7b --output llemma-7b-bf16 --dtype bf16",
            "tsmc convert --model llemma-7b --output llemma-7b-int8 --int8 --perplexity-file texts.jsonl",
            "tsmc convert --model stories260K.bin --output stories260K") =>
        AddAll(_model, _output, _type, _int8, _maxShardSize, _perplexityFile);

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        string source = session.Model(_model);
        string target = session.Require(_output);
        string type = session.Require(_type);
        string? perplexityFile = session.Get(_perplexityFile);
        IReadOnlyList<IReadOnlyList<int>>? texts = perplexityFile is null ? null : Texts(perplexityFile, source);
        long maxShardBytes = ByteSize.Parse("max-shard-size", session.Require(_maxShardSize));
        CheckpointInfo before = Checkpoint.Inspect(source);
        (double perplexityBefore, double perplexityAfter, long tokens) = await session.WithProgressAsync(progress => Task.Run(() =>
        {
            var written = new Relay<(long Done, long Total)>(step => progress.Report(new StageProgress(
                "convert", Math.Round(step.Done / 1048576.0, 1), Math.Round(step.Total / 1048576.0, 1), "MiB")));
            CheckpointConversion.Convert(source, target, type == Auto ? null : NumberType.Parse(type), session.Get(_int8), maxShardBytes, written, ct);
            if (Checkpoint.IsValueModel(source))
            {
                return (0, 0, 0); // it predicts no token
            }
            (double Value, long Tokens) first = Measure("perplexity before", source, ref texts, progress, ct);
            return (first.Value, Measure("perplexity after", target, ref texts, progress, ct).Value, first.Tokens);
        }, ct)).ConfigureAwait(false);
        CheckpointInfo after = Checkpoint.Inspect(target);
        session.Table(["", "before", "after"],
        [
            ["numbers", NumberType.Name(before.Type), (after.Config.Int8Weights ? "int8 and " : "") + NumberType.Name(after.Type)],
            ["weights in memory", ByteSize.Show(before.WeightBytes), ByteSize.Show(after.WeightBytes)],
            ["files", ByteSize.Show(before.FileBytes), ByteSize.Show(after.FileBytes)],
            ["perplexity", Number(perplexityBefore), Number(perplexityAfter)],
        ]);
        if (tokens == 0)
        {
            session.Output.WriteLine("A value model predicts no token: no perplexity was measured.");
            return ExitCode.Success;
        }
        session.Remark($"The process has taken {ByteSize.Show(ProcessMemory.PeakBytes)} at most.");
        string on = perplexityFile ?? "texts that the model wrote itself";
        session.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Perplexity changes by {100 * (perplexityAfter / perplexityBefore - 1):+0.000;-0.000} % on {tokens} tokens of {on}; weights take {(double)after.WeightBytes / before.WeightBytes:F3} of the memory."));
        return ExitCode.Success;
    }

    private static (double Value, long Tokens) Measure(
        string stage, string path, ref IReadOnlyList<IReadOnlyList<int>>? texts, IProgress<StageProgress> progress, CancellationToken ct)
    {
        using Generator generator = Checkpoint.LoadGenerator(path);
        int length = Math.Min(OwnLength, generator.Config.MaxPositions);
        texts ??= Perplexity.OwnTexts(generator, OwnTexts, length, seed: 1, Tokens("texts of its own", OwnTexts * (length - 1L), progress), ct);
        return Perplexity.Of(generator, texts, Tokens(stage, texts.Sum(text => Math.Max(0, text.Count - 1L)), progress), ct);
    }

    private static Relay<long> Tokens(string stage, long total, IProgress<StageProgress> progress) =>
        new(done => progress.Report(new StageProgress(stage, done, total, "tokens")));

    private static List<IReadOnlyList<int>> Texts(string path, string model)
    {
        Tokenizer? tokenizer = null;
        var texts = new List<IReadOnlyList<int>>();
        foreach (TextRow row in JsonLines.Read<TextRow>(path))
        {
            texts.Add(row switch
            {
                { Ids: { } ids } => ids,
                { Text: { } text } => (tokenizer ??= Tokenizer.Load(model)).Encode(text, tokenizer.AddsBos),
                _ => throw new InvalidDataException($"{path}, row {texts.Count + 1}: expected \"text\" or \"ids\"."),
            });
        }
        return texts;
    }

    private static string Number(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private sealed record TextRow([property: JsonPropertyName("text")] string? Text = null, [property: JsonPropertyName("ids")] int[]? Ids = null);
}
