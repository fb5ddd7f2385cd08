using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Tsmc.Training;

/// <summary>
/// Binary cross-entropy at every step with the whole solution's correctness as label: its minimum is the exact V, calibrated.
/// </summary>
public static class StepOutcomeLoss
{
    /// <summary>The summed loss of some samples.</summary>
    /// <param name="logits">Logits of the values, [samples, steps].</param>
    /// <param name="phi">Correctness, 0 or 1, [samples], of the type of <paramref name="logits"/>.</param>
    /// <param name="present">Which steps a sample has, [samples, steps], true or false.</param>
    /// <returns>A scalar, 0 or more; divide by the number of steps present for the mean.</returns>
    public static Tensor Of(Tensor logits, Tensor phi, Tensor present)
    {
        using var scope = NewDisposeScope();
        Tensor weight = present.to(logits.dtype);                        // [samples, steps]
        Tensor labels = phi.unsqueeze(1).expand_as(logits);              // [samples, steps]
        return F.binary_cross_entropy_with_logits(logits, labels, weight, nn.Reduction.Sum).MoveToOuterDisposeScope();
    }
}
