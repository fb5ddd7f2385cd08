using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>Where each token of a text looks: the attention weights of one layer, to draw.</summary>
public static class AttentionMap
{
    /// <summary>The weights of every layer.</summary>
    /// <param name="backbone">The decoder.</param>
    /// <param name="ids">The text, at least one token and at most the model's positions.</param>
    /// <returns>
    /// One array a layer, [heads, reading, read]: how much of what a token takes in comes from each token up to itself; a row sums to 1.
    /// </returns>
    /// <exception cref="ArgumentException">The text is empty or too long.</exception>
    public static IReadOnlyList<float[,,]> Of(LlamaBackbone backbone, IReadOnlyList<int> ids)
    {
        if (ids.Count == 0)
        {
            throw new ArgumentException("The text has no token; expected at least one.", nameof(ids));
        }
        backbone.Config.CheckLength(ids.Count);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        List<float[,,]> layers = [];
        Tensor row = tensor([.. ids.Select(id => (long)id)], [1, ids.Count], device: backbone.Device);
        Tensor mask = AttentionPlan.CausalMask(backbone.Config, ids.Count, backbone.Type, backbone.Device); // [L, L]
        backbone.Forward(row, (query, key) => layers.Add(Weights(query, key, mask)));
        return layers;
    }

    /// <summary>The same numbers that the fused attention keeps to itself.</summary>
    private static float[,,] Weights(Tensor query, Tensor key, Tensor mask)
    {
        (long length, long heads, long size) = (query.shape[1], query.shape[2], query.shape[3]);
        Tensor keys = key.repeat_interleave(heads / key.shape[2], 2);                                   // [1, L, heads, D]
        Tensor scores = query.transpose(1, 2).matmul(keys.permute(0, 2, 3, 1)) / Math.Sqrt(size);       // [1, heads, L, L]
        float[] flat = (scores + mask).softmax(-1).to(ScalarType.Float32).cpu().data<float>().ToArray();
        var weights = new float[heads, length, length];
        Buffer.BlockCopy(flat, 0, weights, 0, flat.Length * sizeof(float));
        return weights;
    }
}
