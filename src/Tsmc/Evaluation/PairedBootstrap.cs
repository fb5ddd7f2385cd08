using MathNet.Numerics.Statistics;
using Tsmc.Randomness;

namespace Tsmc.Evaluation;

/// <summary>
/// The paired bootstrap over problems (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993; percentile interval): whole
/// problems are drawn with replacement, both methods are read on the same draw, so what is common to both cancels.
/// </summary>
public static class PairedBootstrap
{
    /// <summary>
    /// Compares two methods at a point each. For several sampling seeds compare points made by
    /// <see cref="AccuracyPoint.OverSeeds"/>: the seeds' scores are averaged within a problem before problems are drawn.
    /// </summary>
    /// <param name="method">The method that is hoped to be better.</param>
    /// <param name="baseline">The method it is compared with, over the same problems in the same order.</param>
    /// <param name="options">Number of resamples, coverage and seed; resample b reads its problems at the address (b).</param>
    /// <param name="progress">Told the share of resamples done, in [0, 1].</param>
    /// <param name="cancellation">Stops the computation between resamples.</param>
    /// <exception cref="ArgumentException">The points have different problems, or an option is out of range.</exception>
    public static PairedDifference Compare(
        AccuracyPoint method,
        AccuracyPoint baseline,
        EvaluationOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (!method.Problems.SequenceEqual(baseline.Problems))
        {
            throw new ArgumentException(
                $"{method.Method} ({method.Problems.Count} problems) and {baseline.Method} ({baseline.Problems.Count}) were not evaluated "
                + "on the same problems; a paired comparison needs the same ones in the same order.",
                nameof(baseline));
        }

        double[] difference = [.. method.Scores.Zip(baseline.Scores, (a, b) => a - b)];
        double[] means = new double[options.BootstrapResamples];
        var random = new CounterRandom(options.Seed, RandomStream.Bootstrap);
        for (int b = 0; b < means.Length; b++)
        {
            cancellation.ThrowIfCancellationRequested();
            RandomSequence draw = random.Sequence((uint)b);
            double sum = 0;
            for (int i = 0; i < difference.Length; i++)
            {
                sum += difference[draw.Next(0, difference.Length - 1)];
            }
            means[b] = sum / difference.Length;
            if ((b + 1) % 1000 == 0)
            {
                progress?.Report((b + 1.0) / means.Length);
            }
        }

        Array.Sort(means);
        double tail = (1 - options.Confidence) / 2;
        return new PairedDifference(
            method.Method,
            baseline.Method,
            method.N,
            difference.Average(),
            SortedArrayStatistics.Quantile(means, tail),
            SortedArrayStatistics.Quantile(means, 1 - tail),
            difference.Length);
    }
}
