using System.Globalization;
using Microsoft.Data.Analysis;

namespace Tsmc.Charts;

/// <summary>
/// Reads columns of a frame whatever numeric type they have: a frame read back from CSV has other types than one made here.
/// </summary>
internal static class FrameColumns
{
    public static double?[] Numbers(DataFrame frame, string name)
    {
        DataFrameColumn column = Find(frame, name);
        if (!column.IsNumericColumn())
        {
            throw new ArgumentException($"column '{name}' holds {column.DataType.Name}; expected numbers.", nameof(frame));
        }
        return [.. column.Cast<object?>()
            .Select(cell => cell is null ? null : (double?)Convert.ToDouble(cell, CultureInfo.InvariantCulture))];
    }

    public static double[] AllNumbers(DataFrame frame, string name) =>
        [.. Numbers(frame, name).Select((cell, row) =>
            cell ?? throw new ArgumentException($"column '{name}', row {row}: empty; expected a number."))];

    public static string[] Texts(DataFrame frame, string name) =>
        [.. Find(frame, name).Cast<object?>().Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "")];

    public static bool[] Truths(DataFrame frame, string name)
    {
        DataFrameColumn column = Find(frame, name);
        return column.DataType == typeof(bool)
            ? [.. column.Cast<object?>().Select(cell => cell is true)]
            : throw new ArgumentException($"column '{name}' holds {column.DataType.Name}; expected true or false.", nameof(frame));
    }

    private static DataFrameColumn Find(DataFrame frame, string name)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.Columns.FirstOrDefault(column => column.Name == name) ?? throw new ArgumentException(
            $"the frame has no column '{name}'; its columns are {string.Join(", ", frame.Columns.Select(column => column.Name))}.",
            nameof(frame));
    }
}
