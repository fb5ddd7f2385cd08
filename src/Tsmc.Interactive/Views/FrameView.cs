using System.Globalization;
using Microsoft.Data.Analysis;

namespace Tsmc.Interactive.Views;

/// <summary>The first rows of a data frame.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Rows">Rows shown at most, at least 1.</param>
public sealed record FrameView(DataFrame Frame, int Rows = 20) : IView
{
    private const int LongestText = 90;

    private int Shown => (int)Math.Min(Frame.Rows.Count, Rows);

    private string Rest => Frame.Rows.Count > Shown ? $"{Shown} of {Frame.Rows.Count} rows" : $"{Frame.Rows.Count} rows";

    /// <inheritdoc/>
    public string ToHtml() =>
        Html.Table(
            [.. Frame.Columns.Select(column => (column.Name, column.IsNumericColumn() ? Html.Right : Html.Left))],
            Cells().Select(row => (IReadOnlyList<Html.Cell>)[.. row.Select(cell => new Html.Cell(Html.Encode(cell)))]))
        + $"<div style=\"{Html.Quiet}\">{Rest}</div>";

    /// <inheritdoc/>
    public string ToText() =>
        TextTable.Write([.. Frame.Columns.Select(column => (column.Name, column.IsNumericColumn()))], [.. Cells()]) + Rest + "\n";

    private IEnumerable<IReadOnlyList<string>> Cells()
    {
        for (int row = 0; row < Shown; row++)
        {
            yield return [.. Frame.Columns.Select(column => Cell(column[row]))];
        }
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        double number => number.ToString("0.####", CultureInfo.InvariantCulture),
        float number => number.ToString("0.####", CultureInfo.InvariantCulture),
        bool truth => truth ? "✓" : "✗",
        _ => TextTable.OneLine(Convert.ToString(value, CultureInfo.InvariantCulture)!, LongestText),
    };
}
