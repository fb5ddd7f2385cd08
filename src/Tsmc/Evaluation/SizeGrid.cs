namespace Tsmc.Evaluation;

/// <summary>The N at which an accuracy curve is drawn.</summary>
public static class SizeGrid
{
    /// <summary>
    /// 1, 2, 4, … below M, then M, 2M, 4M, …, and last the total: a grid that plain samples and TSMC groups of M share. Plain
    /// samples are drawn at all of it, TSMC samples from M on.
    /// </summary>
    /// <param name="total">Number of solutions a problem, at least 1.</param>
    /// <param name="groupSize">M, at least 1.</param>
    /// <returns>Rising sizes, none above <paramref name="total"/>.</returns>
    public static IReadOnlyList<int> For(int total, int groupSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 1);
        var sizes = new SortedSet<int> { total };
        for (long n = 1; n < Math.Min(groupSize, total); n *= 2)
        {
            sizes.Add((int)n);
        }
        for (long n = groupSize; n < total; n *= 2)
        {
            sizes.Add((int)n);
        }
        return [.. sizes];
    }
}
