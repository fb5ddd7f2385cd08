using Tsmc.Models;
using static TorchSharp.torch;

namespace Tsmc.Sampling;

/// <summary>
/// What a sampling run will take in memory, worked out from configurations and file headers alone. Weights and caches are exact; activations
/// are counted for the largest single pass of a layer, from the tensors that live together there.
/// </summary>
public sealed record MemoryPlan
{
    // What .NET and libtorch take before a model is loaded; seen on Linux x64.
    private const long Program = 250L << 20;

    // New tokens a particle has when it is weighed, as a guess: steps of a solution are seldom longer.
    private const int StepTokens = 128;

    /// <summary>The generator.</summary>
    public required CheckpointInfo Generator { get; init; }

    /// <summary>The value model, or null when no particle is weighed.</summary>
    public CheckpointInfo? Value { get; init; }

    /// <summary>Tokens of a prompt.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>Longest solution in tokens.</summary>
    public required int MaxNewTokens { get; init; }

    /// <summary>Prompts whose keys and values are kept (<see cref="EngineOptions.Prompts"/>).</summary>
    public int Prompts { get; init; } = new EngineOptions().Prompts;

    /// <summary>Bytes of the weights of both models.</summary>
    public long Weights => Generator.WeightBytes + (Value?.WeightBytes ?? 0);

    /// <summary>Bytes of the program itself.</summary>
    public static long OfProgram => Program;

    /// <summary>Bytes of the keys and values when so many partial solutions are decoded together.</summary>
    public long Cache(int rows)
    {
        int positions = PromptTokens + MaxNewTokens;
        long generator = (Math.Max(rows, AttentionPlan.RowMultiple) + (long)Prompts) * KvCache.BytesARow(Generator.Config, positions, Generator.Type);
        long value = Value is null ? 0 : (rows + (long)Prompts + 1) * KvCache.BytesARow(Value.Config, positions, Value.Type);
        return generator + value;
    }

    /// <summary>Bytes of the largest pass: a prompt, a token of every row, new steps under the value model, or rows copied.</summary>
    public long Activations(int rows)
    {
        int context = PromptTokens + MaxNewTokens;
        long prompt = OfPass(Generator, 1, PromptTokens, PromptTokens, gathered: true);
        long step = OfPass(Generator, Math.Max(rows, AttentionPlan.RowMultiple), 1, context, gathered: false)
            + (long)rows * Generator.Config.VocabularySize * (2 * sizeof(float) + Size(Generator.Type));
        long weighing = Value is null ? 0
            : OfPass(Value, Math.Max(1, Math.Min(rows, ValueRows.MaxTokensACall / StepTokens)), StepTokens, context, gathered: true);
        long moving = 2 * (long)rows * AttentionPlan.RoundUp(context, AttentionPlan.ContextMultiple) // rows copied after resampling, a layer at a time
            * Generator.Config.KeyValueHeads * Generator.Config.HeadSize * Size(Generator.Type);
        return new[] { prompt, step, weighing, moving }.Max();
    }

    /// <summary>All of it.</summary>
    public long Total(int rows) => Program + Weights + Cache(rows) + Activations(rows);

    /// <summary>The most rows, up to a number, with which everything fits; 0 when not even one does.</summary>
    public int Fitting(long memory, int most)
    {
        (int fits, int fails) = (0, most + 1);
        while (fails - fits > 1)
        {
            int middle = fits + (fails - fits) / 2;
            (fits, fails) = Total(middle) <= memory ? (middle, fails) : (fits, middle);
        }
        return fits;
    }

    /// <summary>
    /// One layer over a batch of new tokens. Numbers a token: three for each norm and two sums of the stream's width; q, k, v, the turned
    /// heads (three), the folded query and what it read; gate and up, their product (four of the inner width). Numbers narrower than fp32
    /// are widened for the norm.
    /// </summary>
    private static long OfPass(CheckpointInfo model, long rows, long length, long context, bool gathered)
    {
        LlamaConfig config = model.Config;
        long size = Size(model.Type);
        long queries = (long)config.Heads * config.HeadSize;
        long keys = (long)config.KeyValueHeads * config.HeadSize;
        long norm = size == sizeof(float) ? 0 : 3L * sizeof(float) * config.HiddenSize;
        long aToken = size * (10L * config.HiddenSize + 7 * queries + 6 * keys + 4L * config.IntermediateSize) + norm;
        long seen = AttentionPlan.RoundUp((int)context, AttentionPlan.ContextMultiple);
        long mask = rows * length * seen * (sizeof(bool) + size + (length > 1 ? size * config.QueriesPerKey : 0));
        long copies = gathered ? rows * seen * 2 * keys * size : 0;
        long matrix = config.Int8Weights ? size * config.HiddenSize * Math.Max(2L * config.IntermediateSize, queries + 2 * keys) : 0; // one made wide at a time
        return rows * length * aToken + mask + copies + matrix;
    }

    private static long Size(ScalarType type) => type == ScalarType.Float32 ? 4 : 2;
}
