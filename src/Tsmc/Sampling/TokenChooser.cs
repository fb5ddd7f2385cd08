using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Sampling;

/// <summary>Draws tokens from logits with given uniform numbers: temperature, top-k, then the inverse of the cumulative distribution.</summary>
internal static class TokenChooser
{
    /// <summary>What stands for a token when a row's logits are not numbers.</summary>
    public const long NotANumber = -1;

    /// <summary>Logits [batch, vocabulary] and uniforms in [0, 1) [batch, 1] to token ids [batch], on the logits' device.</summary>
    public static Tensor Choose(Tensor logits, Tensor uniforms, TokenSampling options)
    {
        using var scope = NewDisposeScope();
        Tensor wide = logits.to(ScalarType.Float32);
        if (options.Temperature == 0)
        {
            (Tensor best, Tensor greedy) = wide.max(-1);
            return greedy.masked_fill(best.isnan(), Scalars.Of(NotANumber)).MoveToOuterDisposeScope();
        }
        int kept = options.TopK == 0 ? (int)wide.shape[1] : (int)Math.Min(options.TopK, wide.shape[1]);
        (Tensor top, Tensor tokens) = wide.topk(kept, -1, largest: true, sorted: true); // [B, k]
        Tensor cumulative = top.div(Scalars.Of(options.Temperature)).softmax(-1).cumsum(-1); // [B, k]
        Tensor total = cumulative.narrow(-1, kept - 1, 1); // [B, 1]; 1 up to rounding, or NaN

        // Scaled by the total, a uniform below 1 always falls on a token, whatever the rounding of the sum.
        Tensor chosen = (cumulative <= uniforms * total).sum(-1, keepdim: true).clamp_max(Scalars.Of(kept - 1)); // [B, 1]
        return tokens.gather(1, chosen).masked_fill(total.isnan(), Scalars.Of(NotANumber)).squeeze(1).MoveToOuterDisposeScope();
    }
}
