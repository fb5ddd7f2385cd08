using MathNet.Numerics.Statistics;
using Microsoft.Data.Analysis;
using Tsmc.Problems;
using Tsmc.Smc;

namespace Tsmc.Evaluation;

/// <summary>Data frames of the results, for notebooks, tables and charts.</summary>
public static class Frames
{
    /// <summary>
    /// Solutions, one a row. Columns: <c>problem, sample, method, group, m, seed, answer, correct, finished, tokens, value, reward,
    /// log_weight, output</c>; value and reward are those of the last step; empty cells where a solution has none.
    /// </summary>
    public static DataFrame Solutions(IEnumerable<Solution> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Solution[] all = [.. rows];
        return new DataFrame(
            new Int32DataFrameColumn("problem", all.Select(row => row.ProblemIndex)),
            new Int32DataFrameColumn("sample", all.Select(row => row.SampleIndex)),
            new StringDataFrameColumn("method", all.Select(row => row.Method)),
            new Int32DataFrameColumn("group", all.Select(row => row.Group)),
            new Int32DataFrameColumn("m", all.Select(row => row.GroupSize)),
            new Int64DataFrameColumn("seed", all.Select(row => row.Seed)),
            new StringDataFrameColumn("answer", all.Select(row => row.Answer)),
            new BooleanDataFrameColumn("correct", all.Select(row => row.Correct)),
            new BooleanDataFrameColumn("finished", all.Select(row => row.Finished)),
            new Int32DataFrameColumn("tokens", all.Select(row => row.Tokens)),
            new DoubleDataFrameColumn("value", all.Select(row => LastOrNull(row.Values))),
            new DoubleDataFrameColumn("reward", all.Select(row => LastOrNull(row.Rewards))),
            new DoubleDataFrameColumn("log_weight", all.Select(row => row.LogWeight)),
            new StringDataFrameColumn("output", all.Select(row => row.Output)));
    }

    /// <summary>Accuracies, one point a row. Columns: <c>method, n, m, accuracy, standard_error</c>; accuracies in [0, 1].</summary>
    public static DataFrame Accuracy(IEnumerable<AccuracyPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        AccuracyPoint[] all = [.. points];
        return new DataFrame(
            new StringDataFrameColumn("method", all.Select(point => point.Method)),
            new Int32DataFrameColumn("n", all.Select(point => point.N)),
            new Int32DataFrameColumn("m", all.Select(point => point.M)),
            new DoubleDataFrameColumn("accuracy", all.Select(point => point.Accuracy)),
            new DoubleDataFrameColumn("standard_error", all.Select(point => point.StandardError)));
    }

    /// <summary>
    /// The steps of the runs of several groups, one a row. Columns: <c>group, step, m, ess, log_evidence, resampled</c>; group
    /// counts the runs from 0, ess lies in [0, M], log_evidence is the estimate up to the step.
    /// </summary>
    public static DataFrame Steps<TParticle>(IEnumerable<SmcRun<TParticle>> runs)
        where TParticle : class, IParticle
    {
        ArgumentNullException.ThrowIfNull(runs);
        (int Group, SmcStep<TParticle> Step)[] all = [.. runs.SelectMany((run, group) => run.Steps.Select(step => (group, step)))];
        return new DataFrame(
            new Int32DataFrameColumn("group", all.Select(row => row.Group)),
            new Int32DataFrameColumn("step", all.Select(row => row.Step.Index)),
            new Int32DataFrameColumn("m", all.Select(row => row.Step.Weights.Count)),
            new DoubleDataFrameColumn("ess", all.Select(row => row.Step.Weights.Ess)),
            new DoubleDataFrameColumn("log_evidence", all.Select(row => row.Step.LogEvidence)),
            new BooleanDataFrameColumn("resampled", all.Select(row => row.Step.Ancestors is not null)));
    }

    /// <summary>
    /// The weights at each step over several groups. Columns: <c>step</c>, <c>groups</c>, <c>log_weight_variance</c>, its mean over the
    /// groups that have one, <c>standard_error</c> over groups, and <c>ess_share</c>, the mean of ESS / M.
    /// </summary>
    /// <param name="runs">The runs.</param>
    /// <param name="leastGroups">A step with fewer groups is left out; at least 2.</param>
    public static DataFrame Weights<TParticle>(IEnumerable<SmcRun<TParticle>> runs, int leastGroups = 20)
        where TParticle : class, IParticle
    {
        ArgumentNullException.ThrowIfNull(runs);
        return RowFrame.Of(
            from step in runs.SelectMany(run => run.Steps)
            group step.Weights by step.Index into weights
            let variances = weights.Select(VarianceOrNull).OfType<double>().ToArray()
            where variances.Length >= Math.Max(2, leastGroups)
            orderby weights.Key
            select new
            {
                step = weights.Key,
                groups = variances.Length,
                log_weight_variance = variances.Average(),
                standard_error = variances.StandardDeviation() / Math.Sqrt(variances.Length),
                ess_share = weights.Average(each => each.Ess / each.Count),
            });
    }

    private static double? VarianceOrNull(Weights weights)
    {
        double[] logs = [.. weights.LogWeights.Where(double.IsFinite)];
        return logs.Length < 2 ? null : logs.Variance();
    }

    private static double? LastOrNull(IReadOnlyList<double> scores) => scores.Count == 0 ? null : scores[^1];
}
