using System.CommandLine;
using System.Text.Json.Serialization;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Models;
using Tsmc.Problems;
using Tsmc.Torch;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc logits</c>: what a checkpoint computes, token ids in and numbers out, to hold it against another program.</summary>
internal sealed class LogitsVerb : Verb
{
    private readonly Option<string> _model = Flag.Required<string>("--model", "Hugging Face folder, ORG/NAME of a downloaded model, or a llama2.c .bin file; no tokenizer is needed.");
    private readonly Option<string> _input = Flag.Required<string>("--input", "JSON Lines file of token ids: {\"ids\": [1, 15043]}.");
    private readonly Option<string> _output = Flag.Required<string>("--output", "JSON Lines file: {\"logits\": [after the last id], \"greedy\": [new ids]}.");
    private readonly Option<int> _maxNewTokens = Flag.Of("--max-new-tokens", 16, "Tokens of the greedy continuation; an end-of-sequence token does not end it.");
    private readonly PlacementFlags _placement = new("auto");

    public LogitsVerb()
        : base(
            "logits",
            "Next-token logits and greedy continuations of token ids.",
            "tsmc logits --model llemma-7b --input ids.jsonl --max-new-tokens 32 --output out.jsonl",
            "tsmc logits --model stories260K.bin --input ids.jsonl --output out.jsonl --device cpu --dtype fp32") =>
        AddAll([_model, _input, _output, _maxNewTokens, .. _placement.All]);

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        string input = session.Require(_input);
        int newTokens = session.Get(_maxNewTokens);
        IdsRow[] rows = [.. JsonLines.Read<IdsRow>(input)];
        using Generator generator = _placement.LoadGenerator(session, session.Model(_model));
        string output = session.Require(_output);
        await session.WithProgressAsync(async progress =>
        {
            JsonLines.Write(output, rows.Index().Select(row =>
            {
                progress.Report(new StageProgress("logits", row.Index, rows.Length, "texts"));
                return Answer(generator, row.Item, newTokens, $"{input}, row {row.Index + 1}", ct);
            }));
            progress.Report(new StageProgress("logits", rows.Length, rows.Length, "texts"));
            return await Task.FromResult(rows.Length).ConfigureAwait(false);
        }).ConfigureAwait(false);
        session.Remark($"{rows.Length} rows are in {output}; the process has taken {ByteSize.Show(ProcessMemory.PeakBytes)} at most.");
        return ExitCode.Success;
    }

    private static LogitsRow Answer(Generator generator, IdsRow row, int newTokens, string where, CancellationToken ct)
    {
        try
        {
            (float[] logits, int[] tokens) = GreedyDecoding.Run(generator, row.Ids ?? [], newTokens, ct);
            return new LogitsRow(logits, tokens);
        }
        catch (Exception error) when (error is ArgumentException or InvalidDataException)
        {
            throw new InvalidDataException($"{where}: {Failure.Describe(error).Sentence}", error);
        }
    }

    private sealed record IdsRow([property: JsonPropertyName("ids"), JsonRequired] int[]? Ids);

    private sealed record LogitsRow([property: JsonPropertyName("logits")] float[] Logits, [property: JsonPropertyName("greedy")] int[] Greedy);
}
