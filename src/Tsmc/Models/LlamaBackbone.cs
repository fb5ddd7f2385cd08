using Tsmc.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>
/// The decoder without a head: token ids to the normalised residual stream. Generator and value model each own one.
/// </summary>
/// <remarks>Parameters are plain tensors under Hugging Face's names; nothing is filled with random numbers unless asked.</remarks>
public sealed class LlamaBackbone : IDisposable
{
    private readonly LlamaLayer[] _layers;
    private readonly RotaryEmbedding _rotary;

    internal LlamaBackbone(LlamaConfig config, ScalarType type, Device device)
    {
        Libtorch.EnsureLoaded();
        config.Validate();
        Config = config;
        Type = type;
        Device = device;
        using var scope = NewDisposeScope();
        Embedding = Allocate(null, config.VocabularySize, config.HiddenSize);
        _layers = [.. Enumerable.Range(0, config.Layers).Select(_ => new LlamaLayer(config, Allocate))];
        Norm = Allocate(null, config.HiddenSize);
        _rotary = new RotaryEmbedding(config, type, device);
    }

    /// <summary>The model's shape.</summary>
    public LlamaConfig Config { get; }

    /// <summary>Number type of the weights.</summary>
    public ScalarType Type { get; }

    /// <summary>Where the weights live.</summary>
    public Device Device { get; }

    internal Parameter Embedding { get; }

    internal Parameter Norm { get; }

    internal IReadOnlyList<LlamaLayer> Layers => _layers;

    /// <summary>All weights, in a fixed order.</summary>
    internal IEnumerable<Parameter> Parameters
    {
        get
        {
            yield return Embedding;
            foreach (LlamaLayer layer in _layers)
            {
                foreach (Parameter weight in layer.Parameters)
                {
                    yield return weight;
                }
            }
            yield return Norm;
        }
    }

    /// <summary>Whole sequences, causal: ids [batch, time] to hidden states [batch, time, hidden].</summary>
    public Tensor Forward(Tensor ids) => Forward(ids, watch: null);

    /// <summary>The same, showing every layer's queries and keys in turn (<see cref="AttentionPlan.Watch"/>).</summary>
    internal Tensor Forward(Tensor ids, Action<Tensor, Tensor>? watch)
    {
        using var scope = NewDisposeScope();
        AttentionPlan plan = AttentionPlan.Causal(Config, _rotary, ids.shape[0], ids.shape[1], Type, Device, watch);
        return Run(ids, plan, null).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Continuations of one prompt, which goes through the model once: hidden states of the continuations, [count, length, hidden], the
    /// same as those of each whole sequence.
    /// </summary>
    /// <param name="prompt">The prompt's tokens, [prompt], at least one.</param>
    /// <param name="continuations">Tokens of each continuation, [count, length], padded with any id at the end.</param>
    public Tensor Forward(Tensor prompt, Tensor continuations)
    {
        using var scope = NewDisposeScope();
        (long shared, long count, long length) = (prompt.shape[0], continuations.shape[0], continuations.shape[1]);
        AttentionPlan plan = AttentionPlan.Branching(Config, _rotary, shared, count, length, Type, Device);
        Tensor row = cat([prompt, continuations.flatten()]).unsqueeze(0); // [1, prompt + count * length]
        return Run(row, plan, null).narrow(1, shared, count * length).unflatten(1, count, length).squeeze(0).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// New tokens behind cached ones: ids [batch, length] to hidden states [batch, length, hidden].
    /// Writes the new keys and values into the cache. A sequence's numbers do not depend on the others of its batch, to the last bit,
    /// where the matrix library gives a row of four or more the same bits whatever their number (seen on x86-64); one token of each of
    /// rows 0 .. batch - 1 wants a batch of at least four for it.
    /// </summary>
    /// <param name="ids">New tokens, [batch, length]; rows with fewer are padded with any id at the end.</param>
    /// <param name="starts">First new position of each row, [batch], whole numbers on the device.</param>
    /// <param name="context">The longest context of the batch after the new tokens, in tokens.</param>
    /// <param name="cache">The cache.</param>
    /// <param name="rows">
    /// Each sequence's row in the cache, [batch], whole numbers on the device; null means rows 0 .. batch - 1, which is faster.
    /// </param>
    public Tensor Forward(Tensor ids, Tensor starts, long context, KvCache cache, Tensor? rows = null)
    {
        using var scope = NewDisposeScope();
        int length = (int)ids.shape[1];
        int padded = length == 1 && rows is null ? 1 : AttentionPlan.RoundUp(length, AttentionPlan.RowMultiple);
        if (padded > length)
        {
            ids = cat([ids, zeros([ids.shape[0], padded - length], ids.dtype, ids.device)], 1);
        }
        int seen = AttentionPlan.RoundUp((int)context, AttentionPlan.ContextMultiple);
        AttentionPlan plan = AttentionPlan.Cached(Config, _rotary, starts, padded, seen, cache.Positions, rows, Type);
        return Run(ids, plan, cache).narrow(1, 0, length).MoveToOuterDisposeScope();
    }

    private Tensor Run(Tensor ids, AttentionPlan plan, KvCache? cache)
    {
        Tensor stream = Embedding[ids]; // [B, L, hidden]
        for (int i = 0; i < _layers.Length; i++)
        {
            // A layer's own tensors go with it: a pass takes one layer's memory, not all layers'.
            using var scope = NewDisposeScope();
            stream = _layers[i].Forward(stream, plan, cache?.Layer(i)).MoveToOuterDisposeScope();
        }
        return LlamaLayer.RmsNorm(stream, Norm, Config.RmsNormEps);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Parameter parameter in Parameters)
        {
            parameter.Dispose();
        }
        _rotary.Dispose();
    }

    private Parameter Allocate(ScalarType? type, params long[] shape)
    {
        bool learns = type != ScalarType.Int8 && !Config.Int8Weights; // whole numbers have no gradient
        return (Parameter)new Parameter(empty(shape, type ?? Type, Device), learns).DetachFromDisposeScope();
    }
}
