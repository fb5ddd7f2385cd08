using TorchSharp;
using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Training;

/// <summary>
/// Contrastive twist learning (Zhao et al., ICML 2024, arXiv 2404.17546; the paper's value function): sum over steps t of
/// KL(sigma(x_{1:t}) || pi_t(x_{1:t})), estimated on samples of p0 of one problem.
/// </summary>
/// <remarks>
/// <para>On K samples with probabilities w (1/K for samples of p0) sigma puts w phi / Z on each and pi_t puts w V_t / sum(w V_t), so the
/// divergence at step t is <c>log sum(w V_t) - E_sigma[log V_t] - log Z</c>. Its gradient is
/// <c>E_pi[grad log V_t] - E_sigma[grad log V_t]</c> with pi held fixed: a log-sum-exp has just that derivative, so no
/// weight needs cutting off. In nats; a constant V costs <c>-log Z</c> a step, the exact one <c>-E_sigma[log V]</c>, what the prefixes
/// leave open.</para>
/// <para>A solution that has ended stays where it is: at every later step it counts, in both expectations, with its final value. So all
/// samples "have" all steps, the first and the second term range over the same solutions, and the exact V makes the gradient zero.</para>
/// <para>V is found only up to one factor per problem and step: it need not be a calibrated probability.</para>
/// </remarks>
public static class ContrastiveTwistLoss
{
    /// <summary>The loss of one problem.</summary>
    /// <param name="logValues">log V_theta, [samples, steps]; beyond a sample's end its final value.</param>
    /// <param name="phi">Correctness of each sample, 0 or more, [samples], of the type of <paramref name="logValues"/>.</param>
    /// <param name="probabilities">Probability of each sample, [samples]; null when all are draws from p0.</param>
    /// <returns>A scalar; zero, with a zero gradient, when no sample is correct, for then nothing is known of sigma.</returns>
    public static Tensor Of(Tensor logValues, Tensor phi, Tensor? probabilities = null)
    {
        using var scope = NewDisposeScope();
        Tensor w = probabilities ?? empty_like(phi).fill_(Scalars.Of(1.0 / phi.shape[0])); // [samples]
        Tensor z = (w * phi).sum();
        if (z.ToDouble() == 0)
        {
            return logValues.sum().mul(Scalars.Of(0)).MoveToOuterDisposeScope();
        }
        Tensor sigma = w * phi / z;                                                     // [samples]
        Tensor normaliser = logValues.Plus(w.log().unsqueeze(1)).logsumexp(0);           // [steps], log sum(w V_t)
        Tensor expected = (sigma.unsqueeze(1) * logValues).sum(dim: 0);                     // [steps], E_sigma[log V_t]
        return normaliser.Minus(expected).Minus(z.log()).sum().MoveToOuterDisposeScope();
    }
}
