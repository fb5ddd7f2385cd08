using Tsmc.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Tsmc.Models;

/// <summary>
/// One decoder layer: pre-norm attention with grouped queries, then a pre-norm SwiGLU block, each added to the residual stream.
/// The q, k and v projections are one matrix, and so are gate and up: half the calls, the same numbers.
/// </summary>
internal sealed class LlamaLayer
{
    private readonly LlamaConfig _config;

    public LlamaLayer(LlamaConfig config, WeightAllocation allocate)
    {
        _config = config;
        long width = config.HiddenSize;
        long queries = (long)config.Heads * config.HeadSize;
        long keys = (long)config.KeyValueHeads * config.HeadSize;
        InputNorm = allocate(null, width);
        Qkv = new Projection(queries + 2 * keys, width, config.QkvBias, config.Int8Weights, allocate);
        QueryNorm = config.QueryKeyNorm ? allocate(null, config.HeadSize) : null;
        KeyNorm = config.QueryKeyNorm ? allocate(null, config.HeadSize) : null;
        Output = new Projection(width, queries, config.OutputBias, config.Int8Weights, allocate);
        PostAttentionNorm = allocate(null, width);
        GateUp = new Projection(2L * config.IntermediateSize, width, config.MlpBias, config.Int8Weights, allocate);
        Down = new Projection(width, config.IntermediateSize, config.MlpBias, config.Int8Weights, allocate);
    }

    public Parameter InputNorm { get; }

    public Projection Qkv { get; }

    public Parameter? QueryNorm { get; }

    public Parameter? KeyNorm { get; }

    public Projection Output { get; }

    public Parameter PostAttentionNorm { get; }

    public Projection GateUp { get; }

    public Projection Down { get; }

    /// <summary>All weights, in a fixed order.</summary>
    public IEnumerable<Parameter> Parameters =>
    [
        InputNorm, .. Qkv.Parameters, .. new[] { QueryNorm, KeyNorm }.OfType<Parameter>(), .. Output.Parameters,
        PostAttentionNorm, .. GateUp.Parameters, .. Down.Parameters,
    ];

    /// <summary>Maps the residual stream [B, L, hidden] to the next layer's.</summary>
    public Tensor Forward(Tensor stream, AttentionPlan plan, (Tensor Keys, Tensor Values)? cache)
    {
        Tensor attended = Attention(RmsNorm(stream, InputNorm, _config.RmsNormEps), plan, cache); // [B, L, heads * D]
        stream = stream.Plus(Output.Apply(attended)); // [B, L, hidden]
        Tensor gateUp = GateUp.Apply(RmsNorm(stream, PostAttentionNorm, _config.RmsNormEps)); // [B, L, 2 * intermediate]
        Tensor gate = gateUp.narrow(-1, 0, _config.IntermediateSize);
        Tensor up = gateUp.narrow(-1, _config.IntermediateSize, _config.IntermediateSize);
        return stream.Plus(Down.Apply(F.silu(gate) * up));
    }

    private Tensor Attention(Tensor normed, AttentionPlan plan, (Tensor Keys, Tensor Values)? cache)
    {
        (long batch, long length) = (normed.shape[0], normed.shape[1]);
        (long heads, long keys, long size) = (_config.Heads, _config.KeyValueHeads, _config.HeadSize);
        Tensor qkv = Qkv.Apply(normed).view(batch, length, heads + 2 * keys, size);
        Tensor turned = RotaryEmbedding.Turn(Normed(qkv.narrow(2, 0, heads + keys)), plan.Angles); // [B, L, heads + keys, D]
        Tensor query = turned.narrow(2, 0, heads);
        Tensor key = turned.narrow(2, heads, keys);
        Tensor value = qkv.narrow(2, heads + keys, keys);
        if (cache is { } layer)
        {
            (key, value) = plan.Remember(layer, key, value); // [B, T, keys, D]
        }
        plan.Watch?.Invoke(query, key);
        if (plan.Branches is not { } branches)
        {
            return Read(query, key, value, plan.Mask);
        }
        Tensor ofPrompt = Read(branches.OfPrompt(query), branches.OfPrompt(key), branches.OfPrompt(value), plan.Mask); // [1, P, heads * D]
        Tensor own = Read(branches.Own(query), branches.WithPrompt(key), branches.WithPrompt(value), branches.Mask); // [K, L, heads * D]
        return cat([ofPrompt, own.view(1, -1, heads * size)], 1);
    }

    /// <summary>Queries and keys [B, L, heads + keys, D], each head normalised by itself where the architecture does so (Qwen3).</summary>
    private Tensor Normed(Tensor heads)
    {
        if (QueryNorm is null || KeyNorm is null)
        {
            return heads;
        }
        Tensor weight = cat([QueryNorm.expand(_config.Heads, -1), KeyNorm.expand(_config.KeyValueHeads, -1)]); // [heads + keys, D]
        return RmsNorm(heads, weight, _config.RmsNormEps);
    }

    /// <summary>What queries [B, L, heads, D] read from keys and values [B, T, keys, D]: [B, L, heads * D].</summary>
    private static Tensor Read(Tensor query, Tensor key, Tensor value, Tensor mask)
    {
        (long batch, long length, long heads, long size) = (query.shape[0], query.shape[1], query.shape[2], query.shape[3]);
        long keys = key.shape[2];

        // Queries that share a key are folded into the query positions: no key or value is repeated.
        long shared = heads / keys;
        Tensor folded = query.view(batch, length, keys, shared, size)
            .permute(0, 2, 3, 1, 4).reshape(batch, keys, shared * length, size); // [B, keys, shared * L, D]
        Tensor read = F.scaled_dot_product_attention(
            folded, key.transpose(1, 2), value.transpose(1, 2), mask); // [B, keys, shared * L, D]
        return read.view(batch, keys, shared, length, size)
            .permute(0, 3, 1, 2, 4).reshape(batch, length, heads * size); // [B, L, heads * D]
    }

    /// <summary>Root mean square normalisation of the last dimension (Zhang and Sennrich, 2019), computed in fp32.</summary>
    public static Tensor RmsNorm(Tensor x, Tensor weight, double eps)
    {
        Tensor wide = x.dtype == ScalarType.Float32 ? x : x.to(ScalarType.Float32);
        Tensor scaled = wide * wide.pow(Scalars.Of(2)).mean([-1], keepdim: true).add(Scalars.Of(eps), Scalars.One).rsqrt();
        return (x.dtype == ScalarType.Float32 ? scaled : scaled.to(x.dtype)) * weight;
    }
}
