using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>
/// What all layers of one forward pass share: rotary angles, the mask, and where new keys and values go. Made once a pass, in the
/// caller's dispose scope.
/// </summary>
internal sealed class AttentionPlan
{
    /// <summary>
    /// Contexts are rounded up to this many keys. Vector kernels add the keys in lanes of 16 and what is left one by one, so without
    /// it a row's last bits would depend on the longest row of its batch; what is added here is masked and adds exact zeros.
    /// </summary>
    internal const int ContextMultiple = 16;

    /// <summary>
    /// New tokens of a row are rounded up to this many, and rows decoded together are at least as many: matrix products of 1 to 3 rows
    /// take other kernels, with other last bits, than larger ones.
    /// </summary>
    internal const int RowMultiple = 4;

    private readonly Tensor? _rows;      // [B, 1] cache rows
    private readonly Tensor? _scattered; // [B] the same, when they are not simply 0 .. B - 1
    private readonly Tensor? _positions; // [B, L]
    private readonly long _context;      // T, the longest context of the batch
    private readonly long _batch;

    private AttentionPlan((Tensor Cos, Tensor Sin) angles, Tensor mask, Tensor? rows, Tensor? scattered, Tensor? positions, long batch, long context)
    {
        (Angles, Mask, _rows, _scattered, _positions, _batch, _context) = (angles, mask, rows, scattered, positions, batch, context);
    }

    /// <summary>(cos, sin), each [B or 1, L, 1, D].</summary>
    public (Tensor Cos, Tensor Sin) Angles { get; }

    /// <summary>Added to the attention scores: 0 where a query may look, minus infinity elsewhere; [B or 1, 1, shared * L, T].</summary>
    public Tensor Mask { get; }

    /// <summary>How a row that holds a prompt and its continuations is laid out; null for any other.</summary>
    public PromptBranches? Branches { get; private init; }

    /// <summary>Shown every layer's queries [B, L, heads, D] and keys [B, T, keys, D], turned to their positions; null as a rule.</summary>
    public Action<Tensor, Tensor>? Watch { get; init; }

    /// <summary>Whole sequences from position 0, each token seeing those before it and itself.</summary>
    public static AttentionPlan Causal(
        LlamaConfig config, RotaryEmbedding rotary, long batch, long length, ScalarType type, Device device, Action<Tensor, Tensor>? watch = null)
    {
        Tensor mask = CausalMask(config, length, type, device); // [L, L]
        return new AttentionPlan(rotary.First(length), Fold(mask.view(1, 1, length, length), config.QueriesPerKey), null, null, null, batch, length)
        {
            Watch = watch,
        };
    }

    /// <summary>One row of a prompt of P tokens, which all continuations share, and K continuations of L tokens each.</summary>
    public static AttentionPlan Branching(
        LlamaConfig config, RotaryEmbedding rotary, long prompt, long count, long length, ScalarType type, Device device)
    {
        Tensor mask = CausalMask(config, prompt + length, type, device); // [P + L, P + L]
        Tensor ofPrompt = mask.narrow(0, 0, prompt).narrow(1, 0, prompt).reshape(1, 1, prompt, prompt);
        Tensor ofBranch = mask.narrow(0, prompt, length).view(1, 1, length, prompt + length);
        Tensor own = Scalars.CountTo(length, device).add(Scalars.Of(prompt), Scalars.One).repeat(count);  // [K * L]
        Tensor positions = cat([Scalars.CountTo(prompt, device), own]);               // [P + K * L]
        return new AttentionPlan(
            rotary.At(positions.unsqueeze(0), prompt + length), Fold(ofPrompt, config.QueriesPerKey), null, null, null, 1, prompt + length)
        {
            Branches = new PromptBranches(prompt, count, length, Fold(ofBranch, config.QueriesPerKey)),
        };
    }

    /// <summary>New tokens behind cached ones: row b's begin at position <paramref name="starts"/>[b].</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="rotary">The model's angles.</param>
    /// <param name="starts">First new position of each row, [B], on the device.</param>
    /// <param name="length">Number of new tokens L of each row; rows with fewer are padded.</param>
    /// <param name="context">The longest context after the new tokens, T.</param>
    /// <param name="last">The cache's last position, kept free for padding.</param>
    /// <param name="rows">The rows in the cache, [B]; null means 0 .. B - 1, whose keys and values are read in place.</param>
    /// <param name="type">Number type of the scores.</param>
    public static AttentionPlan Cached(
        LlamaConfig config, RotaryEmbedding rotary, Tensor starts, long length, long context, long last, Tensor? rows, ScalarType type)
    {
        long batch = starts.shape[0];
        Device device = starts.device;
        Tensor positions = starts.unsqueeze(1); // [B, 1]
        if (length > 1)
        {
            // What pads a short row may lie behind the cache's end: it is written over the last position, which no query sees.
            positions = positions.Plus(Scalars.CountTo(length, device)).clamp_max(Scalars.Of(last)); // [B, L]
        }
        Tensor keys = Scalars.CountTo(context, device).view(1, 1, context);
        Tensor hidden = keys > positions.unsqueeze(2); // [B, L, T]
        if (config.SlidingWindow is { } window && window < context)
        {
            // Padding behind the context sees its end: a query that sees nothing would leave NaN in the cache.
            hidden = hidden.logical_or_(keys <= positions.clamp_max(Scalars.Of(context - 1)).unsqueeze(2).sub(Scalars.Of(window)));
        }
        Tensor mask = zeros([batch, length, context], type, device).masked_fill_(hidden, Scalars.Of(double.NegativeInfinity)).unsqueeze(1);
        Tensor column = (rows ?? Scalars.CountTo(batch, device)).unsqueeze(1); // [B, 1]
        return new AttentionPlan(rotary.At(positions, last + 1), Fold(mask, config.QueriesPerKey), column, rows, positions, batch, context);
    }

    /// <summary>
    /// Writes the new keys and values [B, L, keys, D] into the layer's cache and returns all that the batch may look at, [B, T, keys, D].
    /// </summary>
    public (Tensor Key, Tensor Value) Remember((Tensor Keys, Tensor Values) layer, Tensor key, Tensor value) =>
        (Remember(layer.Keys, key), Remember(layer.Values, value));

    private Tensor Remember(Tensor entries, Tensor fresh)
    {
        (long length, long keys, long size) = (fresh.shape[1], fresh.shape[2], fresh.shape[3]);
        entries.index_put_(fresh.reshape(_batch, length, keys * size), _rows!, _positions!);
        Tensor seen = entries.narrow(1, 0, _context);
        seen = _scattered is null ? seen.narrow(0, 0, _batch) : seen.index_select(0, _scattered);
        return seen.unflatten(2, keys, size);
    }

    /// <summary>The least multiple that is not below a number.</summary>
    internal static int RoundUp(int number, int multiple) => (number + multiple - 1) / multiple * multiple;

    /// <summary>What positions 0 .. length - 1 may not see: those behind them and, where there is a sliding window, those it has left.</summary>
    internal static Tensor CausalMask(LlamaConfig config, long length, ScalarType type, Device device)
    {
        Tensor hidden = empty([length, length], type, device).fill_(Scalars.Of(double.NegativeInfinity)); // [L, L]
        return config.SlidingWindow is { } window && window < length ? hidden.triu(1).Plus(hidden.tril(-window)) : hidden.triu(1);
    }

    /// <summary>Repeats the mask for the queries that share a key: [B, 1, L, T] to [B, 1, shared * L, T].</summary>
    private static Tensor Fold(Tensor mask, int shared) => shared == 1 || mask.shape[2] == 1 ? mask : mask.repeat(1, 1, shared, 1);
}
