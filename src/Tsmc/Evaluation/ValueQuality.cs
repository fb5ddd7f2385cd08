namespace Tsmc.Evaluation;

/// <summary>How well scores tell correct from wrong solutions (AUC), and whether they can be read as probabilities (ECE).</summary>
public static class ValueQuality
{
    /// <summary>
    /// Area under the ROC curve: the chance that a random correct solution scores above a random wrong one, ties counted half.
    /// </summary>
    /// <param name="scores">Scores, one a solution, none NaN.</param>
    /// <param name="correct">Whether each solution is correct.</param>
    /// <returns>A number in [0, 1], 0.5 for chance; NaN when all solutions are correct or all are wrong.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or a score is NaN.</exception>
    public static double Auc(IReadOnlyList<double> scores, IReadOnlyList<bool> correct)
    {
        Check(scores, correct);
        int[] order = [.. Enumerable.Range(0, scores.Count).OrderBy(i => scores[i])];
        double below = 0, wrong = 0, right = 0;
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            int wrongHere = 0, rightHere = 0;
            for (; end < order.Length && scores[order[end]] == scores[order[start]]; end++)
            {
                _ = correct[order[end]] ? rightHere++ : wrongHere++;
            }
            below += rightHere * (wrong + (0.5 * wrongHere));
            wrong += wrongHere;
            right += rightHere;
            start = end;
        }
        return below / (wrong * right);
    }

    /// <summary>
    /// Mean AUC of scores among the solutions of one problem, over the problems that have both correct and wrong ones: the
    /// figure of merit of a twist, which only ever compares solutions of one problem.
    /// </summary>
    /// <param name="problems">The samples.</param>
    /// <param name="scores">Picks the scores, for example <c>p => p.Value</c>.</param>
    /// <returns>A number in [0, 1]; NaN when no problem has both kinds.</returns>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    public static double AucWithinProblems(
        IEnumerable<ProblemSamples> problems, Func<ProblemSamples, IReadOnlyList<double>> scores)
    {
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentNullException.ThrowIfNull(scores);
        return problems
            .Select(problem => Auc(scores(problem), problem.Correct))
            .Where(auc => !double.IsNaN(auc))
            .DefaultIfEmpty(double.NaN)
            .Average();
    }

    /// <summary>
    /// Expected calibration error (Guo et al., "On calibration of modern neural networks", ICML 2017): scores fall into bins of
    /// equal width; the mean over solutions of |mean score - share correct| of their bin.
    /// </summary>
    /// <param name="scores">Scores in [0, 1], one a solution; at least one.</param>
    /// <param name="correct">Whether each solution is correct.</param>
    /// <param name="bins">Number of bins, at least 1.</param>
    /// <returns>A number in [0, 1], 0 for perfect calibration.</returns>
    /// <exception cref="ArgumentException">The lists differ in length or are empty, or a score is not in [0, 1].</exception>
    public static double ExpectedCalibrationError(IReadOnlyList<double> scores, IReadOnlyList<bool> correct, int bins = 15)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Check(scores, correct);
        if (scores.Count == 0 || scores.Any(score => score is < 0 or > 1))
        {
            throw new ArgumentException("expected at least one score, and every score in [0, 1].", nameof(scores));
        }
        // |mean score - share correct| times the bin's number of solutions is |sum of (score - correct)|.
        double[] gap = new double[bins];
        for (int i = 0; i < scores.Count; i++)
        {
            gap[Math.Min((int)(scores[i] * bins), bins - 1)] += scores[i] - (correct[i] ? 1 : 0);
        }
        return gap.Sum(Math.Abs) / scores.Count;
    }

    private static void Check(IReadOnlyList<double> scores, IReadOnlyList<bool> correct)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(correct);
        if (scores.Count != correct.Count || scores.Any(double.IsNaN))
        {
            throw new ArgumentException(
                $"{scores.Count} scores for {correct.Count} solutions; expected one a solution and none NaN (score the solutions first).",
                nameof(scores));
        }
    }
}
