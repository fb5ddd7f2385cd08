using MathNet.Numerics.Statistics;

namespace Tsmc.Evaluation;

/// <summary>The accuracy of one method at one N, with the scores of the single problems that it is the mean of.</summary>
public sealed record AccuracyPoint
{
    /// <summary>Makes a point from the scores of the problems.</summary>
    /// <param name="method">Name of the method; see <see cref="Methods"/>.</param>
    /// <param name="n">Number of solutions that vote, N.</param>
    /// <param name="m">Particles in a group, M; 1 for plain samples.</param>
    /// <param name="problems">Indices of the problems.</param>
    /// <param name="scores">Each problem's expected correctness in [0, 1], its mean over the random subsets.</param>
    /// <exception cref="ArgumentException">There is no problem, or not one score a problem.</exception>
    public AccuracyPoint(string method, int n, int m, IReadOnlyList<int> problems, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentNullException.ThrowIfNull(scores);
        if (problems.Count == 0 || problems.Count != scores.Count)
        {
            throw new ArgumentException(
                $"method {method}: {scores.Count} scores for {problems.Count} problems; expected one score a problem and at least one.");
        }
        (Method, N, M, Problems, Scores) = (method, n, m, problems, scores);
        Accuracy = scores.Mean();
        StandardError = scores.StandardDeviation() / Math.Sqrt(scores.Count);
    }

    /// <summary>Name of the method.</summary>
    public string Method { get; }

    /// <summary>Number of solutions that vote, N.</summary>
    public int N { get; }

    /// <summary>Particles in a group, M; 1 for plain samples.</summary>
    public int M { get; }

    /// <summary>Indices of the problems.</summary>
    public IReadOnlyList<int> Problems { get; }

    /// <summary>Each problem's expected correctness in [0, 1], in the order of <see cref="Problems"/>.</summary>
    public IReadOnlyList<double> Scores { get; }

    /// <summary>Mean of <see cref="Scores"/>, in [0, 1].</summary>
    public double Accuracy { get; }

    /// <summary>
    /// Standard deviation of <see cref="Scores"/> over the root of their number; NaN for one problem. It holds the variance of the
    /// choice of problems, of each problem's own samples and of the random subsets; it does not hold the variance of the
    /// training of the models, which all problems share.
    /// </summary>
    public double StandardError { get; }

    /// <summary>
    /// Averages each problem's score over points of several sampling seeds, then takes mean and standard error over problems.
    /// </summary>
    /// <param name="points">Points of one method, N and M over the same problems; at least one.</param>
    /// <exception cref="ArgumentException">The points differ in method, N, M or problems.</exception>
    public static AccuracyPoint OverSeeds(IReadOnlyList<AccuracyPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count == 0)
        {
            throw new ArgumentException("no points; expected one for each sampling seed.", nameof(points));
        }
        AccuracyPoint first = points[0];
        foreach (AccuracyPoint point in points)
        {
            if ((point.Method, point.N, point.M) != (first.Method, first.N, first.M) || !point.Problems.SequenceEqual(first.Problems))
            {
                throw new ArgumentException(
                    $"{point.Method} at N = {point.N}, M = {point.M} over {point.Problems.Count} problems cannot be averaged with "
                    + $"{first.Method} at N = {first.N}, M = {first.M} over {first.Problems.Count}: "
                    + "expected one method, N, M and set of problems.",
                    nameof(points));
            }
        }
        double[] means = [.. Enumerable.Range(0, first.Scores.Count).Select(i => points.Average(point => point.Scores[i]))];
        return new AccuracyPoint(first.Method, first.N, first.M, first.Problems, means);
    }
}
