using System.Text;
using Microsoft.Data.Analysis;
using Tsmc.Charts;
using Tsmc.Training;

namespace Tsmc.Interactive.Views;

/// <summary>A training run as far as it is: where it stands, and its loss curve.</summary>
/// <param name="What">What is trained.</param>
/// <param name="Quantity">The loss and its unit, for the axis.</param>
/// <param name="Progress">The last step's report; null before the first.</param>
/// <param name="Losses">Step and loss of each point of the curve.</param>
/// <param name="Stride">How many steps' mean a point is, at least 1.</param>
/// <param name="ValidationLosses">Step and loss of each validation so far.</param>
public sealed record TrainingView(
    string What, string Quantity, TrainingProgress? Progress, IReadOnlyList<(int Step, double Loss)> Losses, int Stride,
    IReadOnlyList<(int Step, double Loss)> ValidationLosses) : IView
{
    private string Line
    {
        get
        {
            if (Progress is not { } at)
            {
                return $"{What}: the first step is on its way.";
            }
            var line = new StringBuilder(Html.Invariant(
                $"{What}: step {at.Step} of {at.Steps}, loss {at.Loss:0.0000}, learning rate {at.LearningRate:0.##E+0}, {at.TokensPerSecond:0} tokens/s"));
            if (ValidationLosses.Count > 0)
            {
                line.Append(Html.Invariant($", validation loss {ValidationLosses[^1].Loss:0.0000} at step {ValidationLosses[^1].Step}"));
            }
            return line.Append(at.Step < at.Steps ? Html.Invariant($", {Math.Ceiling(at.TimeLeft.TotalSeconds):0} s left") : "").ToString();
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => $"<div style=\"{Html.Quiet}\">{Html.Encode(Line)}</div>" + (Chart()?.ToHtml() ?? "");

    /// <inheritdoc/>
    public string ToText() => Line + "\n" + (Chart()?.ToText() ?? "");

    private ChartView? Chart()
    {
        if (Losses.Count == 0)
        {
            return null;
        }
        string loss = Stride == 1 ? "loss" : $"loss, mean of {Stride} steps";
        (int Step, double? Loss, double? Validation)[] rows =
        [
            .. Losses.Select(point => (point.Step, (double?)point.Loss, (double?)null)),
            .. ValidationLosses.Select(point => (point.Step, (double?)null, (double?)point.Loss)),
        ];
        var frame = new DataFrame(
            new Int32DataFrameColumn("step", rows.Select(row => row.Step)),
            new DoubleDataFrameColumn(loss, rows.Select(row => row.Loss)));
        List<string> columns = [loss];
        if (ValidationLosses.Count > 0)
        {
            frame.Columns.Add(new DoubleDataFrameColumn("validation loss", rows.Select(row => row.Validation)));
            columns.Add("validation loss");
        }
        return new ChartView(Figures.TrainingCurve(frame, columns, Quantity), Height: 340);
    }
}
