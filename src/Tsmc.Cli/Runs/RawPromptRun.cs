using Tsmc.Cli.Progress;
using Tsmc.Problems;
using Tsmc.Sampling;
using Tsmc.Tokenization;
using Tsmc.Torch;

namespace Tsmc.Cli.Runs;

/// <summary>Continues prompts as they stand: <c>tsmc generate --raw-prompt</c>.</summary>
internal sealed class RawPromptRun(Session session, string model, string promptsPath, string outputPath)
{
    /// <summary>Continues the prompts that are not in the output yet and appends their rows in order.</summary>
    /// <exception cref="InvalidDataException">The file holds no prompts, or one that cannot be continued.</exception>
    public async Task<int> RunAsync(TokenSampling sampling, EngineOptions engineOptions, ModelPlacement placement, CancellationToken ct)
    {
        sampling.Validate();
        engineOptions.Validate();
        RawPrompt[] prompts = [.. JsonLines.Read<RawPrompt>(promptsPath)];
        if (prompts.Length == 0)
        {
            throw new InvalidDataException($"{promptsPath}: no prompts; expected one JSON object a line.");
        }
        using SamplingModels models = SamplingModels.Load(model, null, null, placement);
        IReadOnlyList<int>[] ids = [.. prompts.Select((prompt, index) => Encode(models.Tokenizer, prompt.Prompt, index))];
        int maxContext = ids.Max(prompt => prompt.Count) + sampling.MaxNewTokens;
        using var engine = new DecodingEngine(models.Generator, null, models.Tokenizer, sampling, maxContext, engineOptions);
        using ResumableRows rows = ResumableRows.Open(outputPath, Settings(sampling, placement), rowsPerProblem: 1);
        var options = new GroupOptions { Seed = sampling.Seed, MaxNewTokens = sampling.MaxNewTokens };
        int done = rows.Completed;
        await session.WithProgressAsync(async progress =>
        {
            progress.Report(new StageProgress("generate", done, prompts.Length, "prompts"));
            await foreach (RawOutput row in InOrder.RunAsync(
                prompts.Index().Skip(done), (prompt, token) => ContinueAsync(prompt.Index, prompt.Item, token), Math.Max(2, 2 * engine.Rows), ct))
            {
                rows.Append([row]);
                progress.Report(new StageProgress("generate", ++done, prompts.Length, "prompts", $"{engine.TokensDecoded} tokens"));
            }
            return done;
        }).ConfigureAwait(false);
        session.Remark($"{prompts.Length} prompts with what follows them are in {outputPath}.");
        return ExitCode.Success;

        async Task<RawOutput> ContinueAsync(int index, RawPrompt prompt, CancellationToken token)
        {
            using DecodingGroup group = await engine.OpenAsync(new GroupAddress(index, 0), ids[index], size: 1, options, token).ConfigureAwait(false);
            IReadOnlyList<TextParticle> ended = await group.ExtendAsync(group.Start, toEnd: true, token).ConfigureAwait(false);
            int[] written = ended[0].Tokens();
            return new RawOutput(prompt.Prompt, Decode(models.Tokenizer, ids[index], written), written);
        }
    }

    private IReadOnlyList<int> Encode(Tokenizer tokenizer, string prompt, int index)
    {
        IReadOnlyList<int> ids;
        try
        {
            ids = tokenizer.Encode(prompt, tokenizer.AddsBos, tokenizer.InterpretsSpecialTokens);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{promptsPath}, prompt {index + 1}: {error.Message}", error);
        }
        return ids.Count > 0
            ? ids
            : throw new InvalidDataException($"{promptsPath}, prompt {index + 1}: it is empty, and this model has no token to begin with; expected some text.");
    }

    // The text after the prompt depends on the prompt: a SentencePiece token that begins a text loses its space there.
    private static string Decode(Tokenizer tokenizer, IReadOnlyList<int> prompt, int[] written)
    {
        var decoder = new StreamingDecoder(tokenizer);
        foreach (int id in prompt)
        {
            decoder.Append(id);
        }
        return string.Concat(written.Select(decoder.Append)) + decoder.Flush();
    }

    private Dictionary<string, object?> Settings(TokenSampling sampling, ModelPlacement placement) => new()
    {
        ["stage"] = "generate --raw-prompt",
        ["model"] = FileFingerprint.OfModel(model),
        ["prompts"] = FileFingerprint.OfFile(promptsPath),
        ["device"] = placement.DeviceKind, // its rounding can turn a draw
        ["dtype"] = placement.TypeName ?? "auto",
        ["temperature"] = sampling.Temperature,
        ["top_k"] = sampling.TopK,
        ["max_new_tokens"] = sampling.MaxNewTokens,
        ["seed"] = sampling.Seed,
    };
}
