using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Tsmc.Training;

/// <summary>An outcome reward model's loss (ORM; Cobbe et al., 2021): binary cross-entropy of the final value with phi.</summary>
public static class OutcomeLoss
{
    /// <summary>The summed loss of some samples.</summary>
    /// <param name="logits">Logits of the final values, [samples].</param>
    /// <param name="phi">Correctness, 0 or 1, [samples], of the type of <paramref name="logits"/>.</param>
    /// <returns>A scalar, 0 or more; divide by the number of samples for the mean.</returns>
    public static Tensor Of(Tensor logits, Tensor phi) =>
        F.binary_cross_entropy_with_logits(logits, phi, reduction: nn.Reduction.Sum);
}
