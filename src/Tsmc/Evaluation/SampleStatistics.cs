using MathNet.Numerics.Statistics;
using Tsmc.Problems;

namespace Tsmc.Evaluation;

/// <summary>What the samples of a run look like before any vote.</summary>
public static class SampleStatistics
{
    /// <summary>Share of correct solutions, in [0, 1]: the mean over problems of each problem's share.</summary>
    /// <param name="problems">At least one problem.</param>
    public static double ShareCorrect(IReadOnlyList<ProblemSamples> problems) =>
        problems.Average(problem => problem.Correct.Count(correct => correct) / (double)problem.Count);

    /// <summary>Standard error over problems of the share of correct solutions, in [0, 1]; NaN for one problem.</summary>
    /// <param name="rows">The solutions of at least one problem.</param>
    public static double ShareCorrectError(IEnumerable<Solution> rows)
    {
        double[] shares = [.. rows.GroupBy(row => row.ProblemIndex, row => row.Correct ? 1.0 : 0).Select(problem => problem.Average())];
        return shares.StandardDeviation() / Math.Sqrt(shares.Length);
    }

    /// <summary>Mean number of tokens generated for a solution.</summary>
    /// <param name="problems">At least one problem.</param>
    public static double TokensPerSolution(IReadOnlyList<ProblemSamples> problems) =>
        problems.Average(problem => problem.Tokens.Average());

    /// <summary>Number of different answers to one problem; solutions without an answer do not count.</summary>
    public static int DistinctAnswers(ProblemSamples problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.AnswerGroup.Where(answer => answer >= 0).Distinct().Count();
    }

    /// <summary>Number of different solution texts in the rows of one problem: it falls when resampling copies ancestors.</summary>
    public static int DistinctSolutions(IEnumerable<Solution> rows) =>
        rows.Select(row => row.Output).Distinct(StringComparer.Ordinal).Count();
}
