using System.Runtime.InteropServices;

namespace Tsmc.Datasets;

/// <summary>
/// Reads data files row by row without holding them: JSON Lines, an array of objects, a file of one object, or a folder of such files.
/// A row that cannot be used comes with its fault, and the next ones still come.
/// </summary>
public static class RowReader
{
    /// <summary>Most bytes of one row; a longer one is a fault.</summary>
    public const int LongestRow = 1 << 24;

    /// <summary>The files to read: the file itself, or all <c>.json</c> and <c>.jsonl</c> files below a folder, in the order of their names.</summary>
    /// <exception cref="FileNotFoundException">There is no such file or folder, or the folder has no such file.</exception>
    public static IReadOnlyList<string> Files(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }
        string[] found = Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, "*.json*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file) is ".json" or ".jsonl").Order(StringComparer.Ordinal)]
            : [];
        return found.Length > 0
            ? found
            : throw new FileNotFoundException($"{path}: no such file or folder with .json or .jsonl files; expected data to read.", path);
    }

    /// <summary>The rows of one file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="position">Told the number of bytes read, now and then.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IEnumerable<SourceRow> Read(string file, Action<long>? position = null)
    {
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"{file}: no such file; expected data to read.", file);
        }
        using var source = new ByteSource(file);
        IEnumerable<SourceRow> rows = IsJsonLines(file, source) ? Lines(file, source) : new JsonValues(file, source).Rows();
        foreach (SourceRow row in rows)
        {
            yield return row;
            if ((row.Index & 255) == 0)
            {
                position?.Invoke(source.Position);
            }
        }
        position?.Invoke(source.Position);
    }

    /// <summary>A file that begins with <c>[</c> is an array; a <c>.json</c> file whose first line is no whole object is one object.</summary>
    private static bool IsJsonLines(string file, ByteSource source)
    {
        while (source.Peek() is ' ' or '\t' or '\r' or '\n')
        {
            source.Next();
        }
        if (source.Peek() == '[')
        {
            return false;
        }
        ReadOnlySpan<byte> ahead = source.Ahead;
        int end = ahead.IndexOf((byte)'\n');
        return Path.GetExtension(file) != ".json" || (end < 0 ? ahead : ahead[..end]).TrimEnd(" \r\t"u8) is [.., (byte)'}'];
    }

    private static IEnumerable<SourceRow> Lines(string file, ByteSource source)
    {
        var line = new List<byte>();
        for (int index = 0; source.ReadLine(line, LongestRow);)
        {
            if (CollectionsMarshal.AsSpan(line).Trim(" \r\t"u8).IsEmpty)
            {
                continue;
            }
            yield return line.Count > LongestRow ? TooLong(file, source.Line, index) : new SourceRow(file, source.Line, index, line.ToArray());
            index++;
        }
    }

    internal static SourceRow TooLong(string file, int line, int index) =>
        new(file, line, index, default, $"the row is longer than {LongestRow >> 20} MB; expected one JSON object a row.");
}
