namespace Tsmc.Exact;

/// <summary>
/// The variance of Z_hat for many particles, in closed form, and the twist that makes it smallest. Multinomial resampling after every
/// token; other schemes do better.
/// </summary>
/// <remarks>
/// <para>With particles resampled by psi_t and extended by p0, the group of step t + 1 adds
/// <c>E_p0[psi_t] E_p0[V_{t+1}^2 / psi_t] / Z^2 - 1</c> to M Var(Z_hat / Z) (Chopin and Papaspiliopoulos, "An Introduction to Sequential
/// Monte Carlo", 2020, chapter 11, written for twists). By the Cauchy-Schwarz inequality it is smallest for
/// <c>psi_t ∝ sqrt(E[V_{t+1}^2 | x_{1:t}])</c>: sqrt(V) before the last step, and between sqrt(V) and V before.</para>
/// </remarks>
public static class AsymptoticVariance
{
    /// <summary>The limit of M Var(Z_hat / Z) for large M, 0 or more.</summary>
    /// <param name="model">The toy model; its twist is that of its runs.</param>
    /// <param name="exponent">Power of the value in the twist, 0 or more.</param>
    public static double Of(EnumerableModel model, double exponent)
    {
        double variance = 0;
        List<(ToyParticle Prefix, double Reach)> level = [(model.Root, 1)];
        for (int t = 0; t < model.StepCount; t++)
        {
            double Psi(ToyParticle prefix) => prefix == model.Root ? 1 : Math.Exp(prefix.LogTwist(exponent));
            double twist = level.Sum(at => at.Reach * Psi(at.Prefix));
            // Where the twist is 0 no correct sequence can be reached: nothing is missing.
            double moment = level.Where(at => Psi(at.Prefix) > 0).Sum(at => at.Reach * NextSquared(model, at.Prefix) / Psi(at.Prefix));
            variance += (twist * moment / (model.Z * model.Z)) - 1;
            level = [.. level.SelectMany(at => at.Prefix.Continuations.Select(next => (next.Next, at.Reach * next.Probability)))];
        }
        return variance;
    }

    /// <summary>
    /// The twist of least variance for every prefix of 1 .. T - 1 tokens, to be used with <see cref="EnumerableModel.WithValue"/> and the
    /// exponent 1.
    /// </summary>
    /// <param name="model">The toy model.</param>
    public static IReadOnlyDictionary<string, double> BestTwist(EnumerableModel model)
    {
        var twist = new Dictionary<string, double>();
        List<ToyParticle> level = [model.Root];
        for (int t = 1; t < model.StepCount; t++)
        {
            level = [.. level.SelectMany(prefix => prefix.Continuations.Select(next => next.Next))];
            foreach (ToyParticle prefix in level)
            {
                twist[prefix.Prefix] = Math.Sqrt(NextSquared(model, prefix));
            }
        }
        return twist;
    }

    // E[V_{t+1}^2 | x_{1:t}]
    private static double NextSquared(EnumerableModel model, ToyParticle prefix) =>
        prefix.Continuations.Sum(next => next.Probability * Math.Pow(model.Value[next.Next.Prefix], 2));
}
