using Microsoft.Data.Analysis;

namespace Tsmc.Charts;

/// <summary>
/// One row of the accuracy frame, in percent. The standard error is null where there is none (one problem), the tokens where the frame
/// does not say what a method costs.
/// </summary>
internal sealed record AccuracyRow(string Method, int N, int M, double Percent, double? StandardError, double? Tokens = null)
{
    public bool IsTsmc => M > 1;

    /// <summary>For example <c>64.2 ± 2.9</c>; without the error where there is none.</summary>
    public string PercentText => StandardError is null
        ? FormattableString.Invariant($"{Percent:0.0}")
        : FormattableString.Invariant($"{Percent:0.0} ± {StandardError:0.0}");

    public static IReadOnlyList<AccuracyRow> Read(DataFrame frame)
    {
        string[] method = FrameColumns.Texts(frame, "method");
        double[] n = FrameColumns.AllNumbers(frame, "n");
        double[] m = FrameColumns.AllNumbers(frame, "m");
        double[] accuracy = FrameColumns.AllNumbers(frame, "accuracy");
        double?[] error = FrameColumns.Numbers(frame, "standard_error");
        double?[]? tokens = frame.Columns.Any(column => column.Name == "tokens") ? FrameColumns.Numbers(frame, "tokens") : null;
        return [.. method.Select((name, i) => new AccuracyRow(
            name, (int)n[i], (int)m[i], 100 * accuracy[i], error[i] is double e && double.IsFinite(e) ? 100 * e : null, tokens?[i]))];
    }
}
