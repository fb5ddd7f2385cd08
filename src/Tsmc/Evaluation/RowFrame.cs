using System.Globalization;
using System.Reflection;
using Microsoft.Data.Analysis;

namespace Tsmc.Evaluation;

/// <summary>A data frame of any rows, for tables made in a notebook.</summary>
public static class RowFrame
{
    /// <summary>
    /// One column for each public property of the rows, in their order and under their names. Numbers become
    /// 32-bit or double columns, truths boolean ones, everything else text.
    /// </summary>
    /// <param name="rows">The rows, as a rule of an anonymous type: <c>new { m = 10, accuracy = 0.5 }</c>.</param>
    public static DataFrame Of<T>(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        T[] all = [.. rows];
        return new DataFrame(typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => Column(property, all)));
    }

    /// <summary>Frames with the same columns below each other, with a column that says where a row comes from.</summary>
    /// <param name="frames">Names and frames, at least one.</param>
    /// <param name="name">Name of the new column, which stands first.</param>
    /// <exception cref="ArgumentException">There are no frames, or their columns differ.</exception>
    public static DataFrame Concat(IEnumerable<(string Name, DataFrame Frame)> frames, string name)
    {
        ArgumentNullException.ThrowIfNull(frames);
        (string Name, DataFrame Frame)[] all = [.. frames];
        if (all.Length == 0 || all.Any(each => !each.Frame.Columns.Select(c => c.Name).SequenceEqual(all[0].Frame.Columns.Select(c => c.Name))))
        {
            throw new ArgumentException("expected at least one frame, and the same columns in each.", nameof(frames));
        }
        DataFrame together = all.Skip(1).Aggregate(all[0].Frame.Clone(), (sum, each) => sum.Append(each.Frame.Rows));
        together.Columns.Insert(0, new StringDataFrameColumn(name, all.SelectMany(each => Enumerable.Repeat(each.Name, (int)each.Frame.Rows.Count))));
        return together;
    }

    private static DataFrameColumn Column<T>(PropertyInfo property, T[] rows)
    {
        object?[] cells = [.. rows.Select(row => property.GetValue(row))];
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => new BooleanDataFrameColumn(property.Name, cells.Select(cell => (bool?)cell)),
            TypeCode.Int32 => new Int32DataFrameColumn(property.Name, cells.Select(cell => (int?)cell)),
            TypeCode.Int64 or TypeCode.Single or TypeCode.Double or TypeCode.Decimal => new DoubleDataFrameColumn(
                property.Name, cells.Select(cell => cell is null ? null : (double?)Convert.ToDouble(cell, CultureInfo.InvariantCulture))),
            _ => new StringDataFrameColumn(property.Name, cells.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture))),
        };
    }
}
