using System.Globalization;
using Tsmc.Evaluation;

namespace Tsmc.Cli.Runs;

/// <summary>Accuracies and gaps as tables for people, in percent.</summary>
internal static class ResultTables
{
    /// <summary>Methods down, N across; TSMC once for each M.</summary>
    public static void Accuracy(Session session, IReadOnlyList<AccuracyPoint> points)
    {
        int[] sizes = [.. points.Select(point => point.N).Distinct().Order()];
        session.Table(
            ["% correct, ± 1 standard error", .. sizes.Select(n => string.Create(CultureInfo.InvariantCulture, $"N = {n}"))],
            points.GroupBy(point => (point.Method, point.M)).Select(curve => (IReadOnlyList<string>)
            [
                Methods.Title(curve.Key.Method) + (curve.Key.M > 1 ? string.Create(CultureInfo.InvariantCulture, $", M = {curve.Key.M}") : ""),
                .. sizes.Select(n => curve.FirstOrDefault(point => point.N == n) is { } point ? Cell(point) : ""),
            ]));
    }

    /// <summary>One gap a row, with its interval and what it says.</summary>
    public static void Gaps(Session session, IEnumerable<PairedDifference> gaps, double confidence) => session.Table(
        ["gap", "N", "points", string.Create(CultureInfo.InvariantCulture, $"{100 * confidence:0.#} % interval"), ""],
        gaps.Select(gap => new[]
        {
            $"{Methods.Title(gap.Method)} over {Methods.Title(gap.Baseline)}",
            gap.N.ToString(CultureInfo.InvariantCulture),
            Points(gap.Estimate),
            $"{Points(gap.Low)} to {Points(gap.High)}",
            gap.Established ? (gap.Estimate > 0 ? "established" : "the opposite is established") : "not established",
        }));

    private static string Cell(AccuracyPoint point) => double.IsFinite(point.StandardError)
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * point.Accuracy:F1} ± {100 * point.StandardError:F1}")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * point.Accuracy:F1}");

    private static string Points(double difference) => (100 * difference).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
