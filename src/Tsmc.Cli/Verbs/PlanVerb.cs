using System.CommandLine;
using System.Globalization;
using Tsmc.Cli.Flags;
using Tsmc.Models;
using Tsmc.Sampling;
using Tsmc.Torch;
using static Tsmc.Cli.Flags.ByteSize;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc plan</c>: what a sampling run will take in memory, before anything is loaded.</summary>
internal sealed class PlanVerb : Verb
{
    private const string Auto = "auto";
    private static readonly TsmcOptions Standard = new();

    private readonly Option<string> _model = Flag.Required<string>("--model", "Folder of the generator, ORG/NAME of a downloaded one, or a llama2.c .bin file; only configuration and file headers are read.");
    private readonly Option<string?> _valueModel = Flag.Optional<string>("--value-model", "Folder of the value model; without it one of the generator's shape is counted.");
    private readonly Option<bool> _plain = Flag.Of("--plain", false, "Count no value model: samples of the generator alone.");
    private readonly Option<int> _numSamples = Flag.Of("--num-samples", Standard.NumSamples, "Solutions per problem, N.");
    private readonly Option<int> _batchSize = Flag.Of("--tsmc-batch-size", Standard.TsmcBatchSize, "Particles of a group, M.");
    private readonly Option<int> _maxNewTokens = Flag.Of("--max-new-tokens", Standard.MaxNewTokens, "Longest solution in tokens.");
    private readonly Option<int> _promptTokens = Flag.Of("--prompt-tokens", 256, "Longest prompt in tokens.");
    private readonly Option<string> _type = Flag.Word("--dtype", Auto, [Auto, .. NumberType.Names], "Numbers of the weights: auto (as in the file), fp32, bf16 or fp16.");
    private readonly Option<string?> _memory = Flag.Optional<string>("--memory", "Memory at hand, such as 24GiB, of a GPU for instance; without it this machine's.");

    public PlanVerb()
        : base(
            "plan",
            "Weights, keys and values, and activations of a sampling run in bytes, and how many solutions fit into memory together.",
            "tsmc plan --model llemma-7b --num-samples 240 --tsmc-batch-size 40 --max-new-tokens 768",
            "tsmc plan --model llemma-7b --dtype bf16 --memory 24GiB") =>
        AddAll(_model, _valueModel, _plain, _numSamples, _batchSize, _maxNewTokens, _promptTokens, _type, _memory);

    protected override Task<int> RunAsync(Session session, CancellationToken ct)
    {
        int all = AtLeastOne(session, _numSamples);
        int group = Math.Min(all, AtLeastOne(session, _batchSize));
        long memory = session.Get(_memory) is { } given ? ByteSize.Parse("memory", given) : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        MemoryPlan plan = Plan(session);
        int fits = plan.Fitting(memory, all);

        CheckpointInfo generator = plan.Generator;
        session.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{session.Require(_model)}: {generator.Config.Architecture}, {generator.Weights / 1e9:G3} thousand million weights, {(generator.Config.Int8Weights ? "int8 and " : "")}{NumberType.Name(generator.Type)}; "
            + $"contexts of {plan.PromptTokens + plan.MaxNewTokens} tokens, {generator.Config.MaxPositions} at most."));
        int[] rows = [.. new[] { group, fits, all }.Where(row => row > 0).Distinct().Order()];
        session.Table(
            ["", .. rows.Select(row => $"{row} together")],
            [
                ["generator", .. rows.Select(_ => Show(generator.WeightBytes))],
                ["value model", .. rows.Select(_ => plan.Value is { } value ? Show(value.WeightBytes) : "-")],
                ["keys and values", .. rows.Select(row => Show(plan.Cache(row)))],
                ["activations, at most", .. rows.Select(row => Show(plan.Activations(row)))],
                ["the program itself", .. rows.Select(_ => Show(MemoryPlan.OfProgram))],
                ["together", .. rows.Select(row => Show(plan.Total(row)))],
                [$"of {Show(memory)}", .. rows.Select(row => plan.Total(row) <= memory ? "fits" : "does not fit")],
            ]);
        session.Output.WriteLine(Advice(fits, group, all));
        return Task.FromResult(ExitCode.Success);
    }

    private MemoryPlan Plan(Session session)
    {
        string type = session.Require(_type);
        var numbers = type == Auto ? (TorchSharp.torch.ScalarType?)null : NumberType.Parse(type);
        CheckpointInfo generator = Checkpoint.Inspect(session.Model(_model), numbers);
        var plan = new MemoryPlan
        {
            Generator = generator,
            Value = session.Get(_plain) ? null : session.OptionalModel(_valueModel) is { } path ? Checkpoint.Inspect(path, numbers) : generator,
            PromptTokens = AtLeastOne(session, _promptTokens),
            MaxNewTokens = AtLeastOne(session, _maxNewTokens),
        };
        generator.Config.CheckLength(checked(plan.PromptTokens + plan.MaxNewTokens));
        return plan;
    }

    private static string Advice(int fits, int group, int all) => fits >= all
        ? $"All {all} solutions of a problem fit: --rows {all}."
        : fits >= group ? $"{fits} fit, {fits / group} groups of {group} at a time: --rows {fits / group * group}."
        : fits > 0 ? $"{fits} fit, less than a group of {group}: --tsmc-batch-size {fits}, or int8 weights (tsmc convert --int8)."
        : "Not even one fits: int8 weights (tsmc convert --int8), shorter contexts, or more memory.";

    private static int AtLeastOne(Session session, Option<int> flag) => session.Get(flag) is var value and >= 1
        ? value
        : throw new ArgumentException($"{flag.Name[2..]} is {session.Get(flag)}; expected at least 1.");
}
