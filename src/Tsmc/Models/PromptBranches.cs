using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>
/// Several continuations of one prompt in one row: the prompt's tokens, then each continuation's. Attention takes the row apart; all
/// else sees the prompt once.
/// </summary>
/// <param name="Prompt">Tokens of the prompt, P.</param>
/// <param name="Count">Number of continuations, K.</param>
/// <param name="Length">Tokens of each continuation, padding included, L.</param>
/// <param name="Mask">Added to a continuation's scores, [1, 1, shared * L, P + L].</param>
internal sealed record PromptBranches(long Prompt, long Count, long Length, Tensor Mask)
{
    /// <summary>The prompt's part of [1, P + K * L, ...].</summary>
    public Tensor OfPrompt(Tensor row) => row.narrow(1, 0, Prompt);

    /// <summary>The continuations of [1, P + K * L, heads, D] as [K, L, heads, D].</summary>
    public Tensor Own(Tensor row) => row.narrow(1, Prompt, Count * Length).reshape(Count, Length, row.shape[2], row.shape[3]);

    /// <summary>What each continuation may look at, the prompt and itself: [K, P + L, keys, D].</summary>
    public Tensor WithPrompt(Tensor row) => cat([OfPrompt(row).expand(Count, -1, -1, -1), Own(row)], 1);
}
