using System.Globalization;
using System.Text;
using Microsoft.Data.Analysis;

namespace Tsmc.Evaluation;

/// <summary>
/// Writes a data frame as CSV (RFC 4180, but lines end in a line feed): the same frame gives the same bytes on every machine.
/// Numbers are written by the invariant culture with as many digits as read back to the same number, truth values as
/// <c>true</c> and <c>false</c>, a missing cell as nothing.
/// </summary>
public static class CsvFile
{
    private static readonly char[] Special = [',', '"', '\n', '\r'];

    /// <summary>Writes a file beside its place and renames it there, so that a reader never sees half of it.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="path">The file; its folder is made when missing.</param>
    public static void Write(DataFrame frame, string path)
    {
        string text = Text(frame);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string beside = path + ".part";
        File.WriteAllText(beside, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>The table as CSV text, header first.</summary>
    public static string Text(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var text = new StringBuilder();
        text.AppendJoin(',', frame.Columns.Select(column => Quoted(column.Name))).Append('\n');
        for (long row = 0; row < frame.Rows.Count; row++)
        {
            text.AppendJoin(',', frame.Columns.Select(column => Cell(column[row]))).Append('\n');
        }
        return text.ToString();
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString()!),
    };

    private static string Quoted(string text) =>
        text.IndexOfAny(Special) < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
