using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Tsmc.Training;

/// <summary>
/// A process reward model's loss (PRM): binary cross-entropy of the value with a label of its own at every labelled step. The labels are
/// a person's (Lightman et al., "Let's verify step by step", arXiv 2305.20050), a checker's, or the share of rollouts from there that
/// end correct (Wang et al., Math-Shepherd, arXiv 2312.08935). With rollout shares its minimum is an estimate of V itself.
/// </summary>
public static class ProcessLoss
{
    /// <summary>The summed loss of some samples.</summary>
    /// <param name="logits">Logits of the values, [samples, steps].</param>
    /// <param name="labels">Labels in [0, 1], [samples, steps], of the type of <paramref name="logits"/>; NaN where a step has none.</param>
    /// <returns>A scalar, 0 or more; divide by the number of labels for the mean. Steps without a label get no gradient.</returns>
    public static Tensor Of(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        Tensor labelled = labels.isnan().logical_not();                  // [samples, steps]
        // A weight of 0 would not do: 0 times NaN is NaN.
        Tensor known = labels.nan_to_num(0);                             // [samples, steps]
        return F.binary_cross_entropy_with_logits(logits, known, labelled.to(logits.dtype), nn.Reduction.Sum).MoveToOuterDisposeScope();
    }
}
