using Microsoft.Data.Analysis;

namespace Tsmc.Evaluation;

/// <summary>Are values probabilities? The points of a reliability diagram (Guo et al., "On calibration of modern neural networks", 2017).</summary>
public static class Reliability
{
    /// <summary>
    /// Bins of equal width over [0, 1]. Columns: <c>mean_value</c> and <c>share_correct</c> of each bin's solutions, <c>standard_error</c> of the
    /// share (solutions taken as independent), <c>solutions</c>; bins with fewer than <paramref name="least"/> solutions are left out.
    /// </summary>
    /// <param name="values">Values in [0, 1].</param>
    /// <param name="correct">Whether each solution is correct.</param>
    /// <param name="bins">Number of bins, at least 1.</param>
    /// <param name="least">Fewest solutions of a bin, at least 1.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a value is not in [0, 1].</exception>
    public static DataFrame Of(IReadOnlyList<double> values, IReadOnlyList<bool> correct, int bins = 10, int least = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        if (values.Count != correct.Count || values.Any(value => value is not (>= 0 and <= 1)))
        {
            throw new ArgumentException($"{values.Count} values for {correct.Count} solutions; expected one for each, in [0, 1].", nameof(values));
        }
        return RowFrame.Of(
            from bin in values.Zip(correct).GroupBy(row => Math.Min((int)(row.First * bins), bins - 1)).OrderBy(bin => bin.Key)
            let count = bin.Count()
            where count >= least
            let share = bin.Average(row => row.Second ? 1.0 : 0.0)
            select new
            {
                mean_value = bin.Average(row => row.First),
                share_correct = share,
                standard_error = Math.Sqrt(share * (1 - share) / count),
                solutions = count,
            });
    }

    /// <summary>The same of the values at all steps before the last, each with the outcome of its solution.</summary>
    /// <param name="solutions">The solutions.</param>
    /// <param name="bins">Number of bins, at least 1.</param>
    /// <param name="least">Fewest values of a bin, at least 1.</param>
    public static DataFrame OfSteps(IEnumerable<ScoredSteps> solutions, int bins = 10, int least = 10)
    {
        (double Value, bool Correct)[] steps =
            [.. solutions.SelectMany(solution => solution.Values.SkipLast(1).Select(value => (value, solution.Correct)))];
        return Of([.. steps.Select(step => step.Value)], [.. steps.Select(step => step.Correct)], bins, least);
    }
}
