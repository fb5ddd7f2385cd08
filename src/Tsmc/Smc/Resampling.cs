namespace Tsmc.Smc;

/// <summary>
/// The resampling schemes as pure functions (weights, uniforms) → ancestors. Element i of the answer is the index of the particle
/// that slot i continues; there are M slots for M weights. A particle of weight 0 is never an ancestor, except when all weights
/// are 0: then nobody is better, and every particle is its own ancestor.
/// </summary>
/// <remarks>Chopin and Papaspiliopoulos, "An Introduction to Sequential Monte Carlo" (2020), chapter 9.</remarks>
public static class Resampling
{
    /// <summary>How many uniforms a scheme uses for <paramref name="m"/> particles: one if systematic, otherwise M.</summary>
    public static int UniformsFor(ResamplingScheme scheme, int m) => scheme == ResamplingScheme.Systematic ? 1 : m;

    /// <summary>Draws ancestors by the given scheme.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="weights">The weights of the M particles.</param>
    /// <param name="uniforms">Uniforms in [0, 1), as many as <see cref="UniformsFor"/> says or more.</param>
    /// <returns>M ancestors in 0 .. M - 1.</returns>
    /// <exception cref="ArgumentException">There are too few uniforms, or the scheme does not exist.</exception>
    public static int[] Ancestors(ResamplingScheme scheme, Weights weights, ReadOnlySpan<double> uniforms)
    {
        int wanted = UniformsFor(scheme, weights.Count);
        if (uniforms.Length < wanted)
        {
            throw new ArgumentException(
                $"{uniforms.Length} uniforms were given; expected {wanted} for {ResamplingSchemeName.Of(scheme)} resampling "
                + $"of {weights.Count} particles.",
                nameof(uniforms));
        }
        return scheme switch
        {
            _ when weights.AllZero => [.. Enumerable.Range(0, weights.Count)],
            ResamplingScheme.Multinomial => Multinomial(weights, uniforms),
            ResamplingScheme.Stratified => Stratified(weights, uniforms),
            ResamplingScheme.Systematic => Systematic(weights, uniforms[0]),
            ResamplingScheme.Residual => Residual(weights, uniforms),
            ResamplingScheme.OrderedStratified => OrderedStratified(weights, uniforms),
            _ => throw new ArgumentException($"Resampling scheme {(int)scheme} does not exist.", nameof(scheme)),
        };
    }

    // Ancestors in the order of the uniforms.
    private static int[] Multinomial(Weights weights, ReadOnlySpan<double> uniforms)
    {
        double[] cumulative = Cumulate(weights.Normalised.AsSpan());
        int[] ancestors = new int[weights.Count];
        for (int i = 0; i < ancestors.Length; i++)
        {
            ancestors[i] = Invert(cumulative, uniforms[i]);
        }
        return ancestors;
    }

    // Ancestors ascend.
    private static int[] Stratified(Weights weights, ReadOnlySpan<double> uniforms)
    {
        double[] cumulative = Cumulate(weights.Normalised.AsSpan());
        int[] ancestors = new int[weights.Count];
        for (int i = 0; i < ancestors.Length; i++)
        {
            ancestors[i] = Invert(cumulative, (i + uniforms[i]) / ancestors.Length);
        }
        return ancestors;
    }

    // Ancestors ascend.
    private static int[] Systematic(Weights weights, double uniform)
    {
        double[] cumulative = Cumulate(weights.Normalised.AsSpan());
        int[] ancestors = new int[weights.Count];
        for (int i = 0; i < ancestors.Length; i++)
        {
            ancestors[i] = Invert(cumulative, (i + uniform) / ancestors.Length);
        }
        return ancestors;
    }

    // The certain copies first, ascending; then the draws in the order of the uniforms.
    private static int[] Residual(Weights weights, ReadOnlySpan<double> uniforms)
    {
        int m = weights.Count;
        int[] ancestors = new int[m];
        double[] residuals = new double[m];
        int filled = 0;
        for (int i = 0; i < m; i++)
        {
            double expected = m * weights.Normalised[i];
            // The margin keeps a whole number that rounding put just below itself (49 times 1/49) from losing its certain copy.
            double copies = Math.Floor(expected + 1e-12 * m);
            residuals[i] = Math.Max(0, expected - copies);
            ancestors.AsSpan(filled, (int)copies).Fill(i);
            filled += (int)copies;
        }
        double[] cumulative = Cumulate(residuals);
        for (int i = 0; filled < m; i++)
        {
            ancestors[filled++] = Invert(cumulative, uniforms[i] * cumulative[^1]);
        }
        return ancestors;
    }

    // Ancestors ascend in weight, ties in index.
    private static int[] OrderedStratified(Weights weights, ReadOnlySpan<double> uniforms)
    {
        double[] sorted = [.. weights.Normalised];
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        // Array.Sort by keys is not stable, so the index breaks ties.
        Array.Sort(order, (i, j) => sorted[i] != sorted[j] ? sorted[i].CompareTo(sorted[j]) : i.CompareTo(j));
        double[] cumulative = Cumulate([.. order.Select(i => sorted[i])]);
        int[] ancestors = new int[sorted.Length];
        for (int i = 0; i < ancestors.Length; i++)
        {
            ancestors[i] = order[Invert(cumulative, (i + uniforms[i]) / ancestors.Length)];
        }
        return ancestors;
    }

    private static double[] Cumulate(ReadOnlySpan<double> masses)
    {
        double[] cumulative = new double[masses.Length];
        double sum = 0;
        for (int i = 0; i < masses.Length; i++)
        {
            cumulative[i] = sum += masses[i];
        }
        return cumulative;
    }

    // The first index whose cumulative mass exceeds the point: a mass of 0 is never chosen.
    private static int Invert(double[] cumulative, double point)
    {
        // Rounding can put a point at or above the total; it then belongs to the last positive mass, the first to reach the total.
        point = Math.Min(point, Math.BitDecrement(cumulative[^1]));
        int low = 0, high = cumulative.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (cumulative[middle] > point)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return low;
    }
}
