using MathNet.Numerics.Statistics;
using Microsoft.Data.Analysis;
using Tsmc.Evaluation;
using Tsmc.Problems;
using Tsmc.Sampling;

namespace Tsmc.Demonstration;

/// <summary>
/// Bias and variance of value models over the steps of a solution, against the value by its definition: the share of correct endings
/// when the generator finishes each partial solution many times.
/// </summary>
public static class ValueStudy
{
    // Rollouts draw from groups that no sampling run reaches.
    private const int FirstGroup = 1_000_000;

    /// <summary>
    /// Measures the judges. Columns: <c>judge</c>; <c>step</c> from 1; <c>bias</c>, the mean of judged less true value;
    /// <c>scatter</c>, the standard deviation of that difference among the partial solutions of one problem, the rollouts' own noise taken
    /// off; <c>rank_correlation</c>, Spearman's, of judged and true value among them, mean over problems, and its <c>standard_error</c>;
    /// <c>prefixes</c>, how many partial solutions were measured. A step with fewer than five problems that have two different true values
    /// is left out.
    /// </summary>
    /// <param name="problems">The problems.</param>
    /// <param name="sampler">Samples the solutions whose beginnings are judged.</param>
    /// <param name="values">Finishes partial solutions.</param>
    /// <param name="sampling">Token limit and seed.</param>
    /// <param name="judges">The value models by name.</param>
    /// <param name="solutions">Solutions of each problem, at least 2.</param>
    /// <param name="rollouts">How often each beginning is finished, at least 2.</param>
    /// <param name="progress">Told the problems done.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static async Task<DataFrame> RunAsync(
        IReadOnlyList<Problem> problems, SolutionSampler sampler, ValueRollouts values, TokenSampling sampling,
        IReadOnlyDictionary<string, SolutionScorer> judges, int solutions, int rollouts, IProgress<int>? progress = null,
        CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(solutions, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(rollouts, 2);
        var measured = new List<Measured>();
        int done = 0;
        await foreach (IReadOnlyList<Measured> some in InOrder.RunAsync(
            problems.Index(), (job, stop) => MeasureAsync(job.Item, job.Index, stop), inFlight: 8, ct).ConfigureAwait(false))
        {
            measured.AddRange(some);
            progress?.Report(++done);
        }
        return RowFrame.Of(
            from row in measured
            group row by (row.Judge, row.Step) into at
            let byProblem = at.GroupBy(row => row.Problem).Select(one => one.ToArray()).Where(one => one.Select(row => row.True).Distinct().Count() > 1).ToArray()
            where byProblem.Length >= 5
            let correlations = byProblem.Select(Spearman).Where(double.IsFinite).ToArray()
            orderby judges.Keys.ToList().IndexOf(at.Key.Judge), at.Key.Step
            select new
            {
                judge = at.Key.Judge,
                step = at.Key.Step,
                bias = at.Average(row => row.Judged - row.True),
                scatter = Scatter(byProblem, rollouts),
                rank_correlation = correlations.Average(),
                standard_error = correlations.StandardDeviation() / Math.Sqrt(correlations.Length),
                prefixes = at.Count(),
            });

        async Task<IReadOnlyList<Measured>> MeasureAsync(Problem problem, int index, CancellationToken stop)
        {
            PlainSample sample = await sampler.PlainAsync(problem, index, solutions, sampling, stop).ConfigureAwait(false);
            var judged = judges.ToDictionary(judge => judge.Key, judge => judge.Value.Values(sample));
            IReadOnlyList<(int Solution, int Step, int[] Prefix)> prefixes = Prefixes(sample, sampler);
            double[] truth = await Task.WhenAll(prefixes.Select((at, number) => values.ShareCorrectAsync(
                problem, sample.Prompt, at.Prefix, rollouts, sampling, new GroupAddress(index, FirstGroup + number), stop))).ConfigureAwait(false);
            return [.. judges.Keys.SelectMany(judge => prefixes.Select((at, number) => new Measured(
                judge, index, at.Step, judged[judge][at.Solution].Values[at.Step - 1], truth[number])))];
        }
    }

    // Every beginning once, however many of the solutions share it; whole solutions have a verdict and need no value.
    private static IReadOnlyList<(int Solution, int Step, int[] Prefix)> Prefixes(PlainSample sample, SolutionSampler sampler) =>
        [.. sample.Particles.SelectMany((particle, solution) =>
            {
                int[] tokens = particle.Tokens();
                return sampler.StepEnds(tokens).Where(end => end < tokens.Length - 1).Select((end, step) => (solution, step + 1, tokens[..(end + 1)]));
            })
            .DistinctBy(at => string.Join(' ', at.Item3))];

    private static double Spearman(Measured[] rows) => Correlation.Spearman(rows.Select(row => row.Judged), rows.Select(row => row.True));

    private static double Scatter(Measured[][] byProblem, int rollouts)
    {
        double squares = 0;
        int freedom = 0;
        foreach (Measured[] rows in byProblem)
        {
            double mean = rows.Average(row => row.Judged - row.True);
            squares += rows.Sum(row => Math.Pow(row.Judged - row.True - mean, 2));
            freedom += rows.Length - 1;
        }
        // p (1 - p) / (K - 1) is unbiased for the variance of a share of K.
        double noise = byProblem.SelectMany(rows => rows).Average(row => row.True * (1 - row.True) / (rollouts - 1));
        return Math.Sqrt(Math.Max(0, (squares / freedom) - noise));
    }

    private sealed record Measured(string Judge, int Problem, int Step, double Judged, double True);
}
