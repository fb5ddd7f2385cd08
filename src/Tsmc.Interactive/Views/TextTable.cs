using System.Text;

namespace Tsmc.Interactive.Views;

/// <summary>A table of plain text: columns of even width, numbers to the right.</summary>
internal static class TextTable
{
    public static string Write(IReadOnlyList<(string Heading, bool Right)> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int[] widths = [.. columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Heading.Length).Max())];
        var text = new StringBuilder();
        void Line(IEnumerable<string> cells) => text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        string Pad(string cell, int i) => columns[i].Right ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]);
        Line(columns.Select((column, i) => Pad(column.Heading, i)));
        foreach (IReadOnlyList<string> row in rows)
        {
            Line(row.Select(Pad));
        }
        return text.ToString();
    }

    /// <summary>A text on one line, of at most <paramref name="length"/> characters.</summary>
    public static string OneLine(string text, int length)
    {
        string line = string.Join(" / ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length <= length ? line : line[..(length - 1)] + "…";
    }
}
