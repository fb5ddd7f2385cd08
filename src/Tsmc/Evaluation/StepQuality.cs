using MathNet.Numerics.Statistics;
using Microsoft.Data.Analysis;

namespace Tsmc.Evaluation;

/// <summary>
/// Where in a solution a value model sees what. Solutions are only ever compared with others of the same problem at the same step:
/// contrastive twist learning leaves a factor for each of these open.
/// </summary>
public static class StepQuality
{
    /// <summary>
    /// How well the values at a step foretell the outcome. Columns: <c>step</c> from 1, <c>auc</c>, the mean over problems of the chance that
    /// a solution that will end correct has the larger value (0.5: no better than guessing), <c>standard_error</c> over problems, and
    /// <c>problems</c>. Solutions that have ended count no more: their answer is there for everyone to see.
    /// </summary>
    /// <param name="problems">The solutions of each problem.</param>
    /// <param name="leastProblems">A step with fewer problems that have both kinds is left out; at least 2.</param>
    public static DataFrame AucByStep(IEnumerable<IReadOnlyList<ScoredSteps>> problems, int leastProblems = 10)
    {
        IReadOnlyList<ScoredSteps>[] all = [.. problems];
        int steps = all.SelectMany(problem => problem).Select(solution => solution.Values.Count - 1).DefaultIfEmpty().Max();
        return RowFrame.Of(
            from step in Enumerable.Range(0, steps)
            let aucs = all.Select(problem => Auc(problem, step)).Where(auc => !double.IsNaN(auc)).ToArray()
            where aucs.Length >= Math.Max(2, leastProblems)
            select new { step = step + 1, auc = aucs.Average(), standard_error = StandardError(aucs), problems = aucs.Length });
    }

    /// <summary>
    /// What a mistake does to the value: the mean of log V of a solution less that of the solutions of the same problem that are still right
    /// at the same step, by the number of steps since the first wrong one. Columns: <c>steps_since_mistake</c> (0: the wrong step itself),
    /// <c>gap</c> in nats, <c>standard_error</c> over problems, <c>problems</c>.
    /// </summary>
    /// <param name="problems">The solutions of each problem.</param>
    /// <param name="before">Steps before the mistake that are shown.</param>
    /// <param name="after">Steps after it.</param>
    public static DataFrame GapAroundMistake(IEnumerable<IReadOnlyList<ScoredSteps>> problems, int before = 2, int after = 3)
    {
        var gaps = problems.SelectMany((solutions, problem) => Gaps(solutions).Select(gap => (Problem: problem, gap.Since, gap.Gap))).ToArray();
        return RowFrame.Of(
            from since in Enumerable.Range(-before, before + after + 1)
            let means = gaps.Where(gap => gap.Since == since).GroupBy(gap => gap.Problem, gap => gap.Gap).Select(each => each.Average()).ToArray()
            where means.Length >= 2
            select new { steps_since_mistake = since, gap = means.Average(), standard_error = StandardError(means), problems = means.Length });
    }

    private static double Auc(IReadOnlyList<ScoredSteps> solutions, int step)
    {
        ScoredSteps[] running = [.. solutions.Where(solution => step < solution.Values.Count - 1)];
        return ValueQuality.Auc([.. running.Select(solution => solution.Values[step])], [.. running.Select(solution => solution.Correct)]);
    }

    private static IEnumerable<(int Since, double Gap)> Gaps(IReadOnlyList<ScoredSteps> solutions)
    {
        int steps = solutions.Max(solution => solution.Values.Count);
        for (int step = 0; step < steps; step++)
        {
            // A solution's own value is no yardstick for itself, so one that is right so far is compared with the others.
            ScoredSteps[] right = [.. solutions.Where(solution => step < solution.Values.Count && !(solution.FirstWrongStep >= 0 && solution.FirstWrongStep <= step))];
            foreach (ScoredSteps wrong in solutions.Where(solution => solution.FirstWrongStep >= 0 && step < solution.Values.Count))
            {
                double[] others = [.. right.Where(solution => !ReferenceEquals(solution, wrong)).Select(solution => Math.Log(solution.Values[step]))];
                if (others.Length > 0)
                {
                    yield return (step - wrong.FirstWrongStep, Math.Log(wrong.Values[step]) - others.Average());
                }
            }
        }
    }

    private static double StandardError(double[] perProblem) => perProblem.StandardDeviation() / Math.Sqrt(perProblem.Length);
}
