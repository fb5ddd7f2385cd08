namespace Tsmc.Evaluation;

/// <summary>
/// The chance that a random subset holds a correct solution, exactly (Chen et al., "Evaluating large language models trained on
/// code", 2021).
/// </summary>
public static class PassAtN
{
    /// <summary>pass@n = 1 - C(total - correct, n) / C(total, n).</summary>
    /// <param name="total">Number of units to draw from: plain samples, or whole groups; at least 1.</param>
    /// <param name="correct">How many of them are correct (a group: holds a correct solution); 0 to <paramref name="total"/>.</param>
    /// <param name="n">How many are drawn without replacement; 1 to <paramref name="total"/>.</param>
    /// <returns>A probability in [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double Probability(int total, int correct, int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(correct);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(correct, total);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, total);
        double allWrong = 1;
        for (int drawn = 0; drawn < n; drawn++)
        {
            allWrong *= Math.Max(0, total - correct - drawn) / (double)(total - drawn);
        }
        return 1 - allWrong;
    }
}
