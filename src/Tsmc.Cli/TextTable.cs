using Spectre.Console;

namespace Tsmc.Cli;

/// <summary>A table for people: drawn on a terminal, else columns two blanks apart, so that a file or a pipe gets plain text.</summary>
internal static class TextTable
{
    public static void Write(TextWriter writer, bool terminal, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (terminal)
        {
            var table = new Table().Border(TableBorder.Rounded);
            table.AddColumns([.. columns.Select(Markup.Escape)]);
            foreach (IReadOnlyList<string> row in rows)
            {
                table.AddRow([.. row.Select(Markup.Escape)]);
            }
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) }).Write(table);
            return;
        }
        int[] widths = [.. columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Length).Max())];
        foreach (IReadOnlyList<string> row in rows.Prepend(columns))
        {
            writer.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }
}
