using System.Text;

namespace Tsmc.Records;

/// <summary>A run record as read: problems, and the runs of their groups.</summary>
public sealed record RunRecord
{
    /// <summary>Models and options.</summary>
    public required RunHeader Header { get; init; }

    /// <summary>The problems, by their index.</summary>
    public required IReadOnlyList<RecordedProblem> Problems { get; init; }

    /// <summary>The groups, by problem and group; each has at least one step.</summary>
    public required IReadOnlyList<RecordedGroup> Groups { get; init; }

    /// <summary>What was amiss with the end of the file, in a sentence; null when it ends with a whole row.</summary>
    public required string? Remark { get; init; }

    /// <summary>Reads a record, also one that is still being written. A half-written last line is left out and <see cref="Remark"/> says so.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no run record, or a row does not fit; the message names file and line.</exception>
    public static RunRecord Read(string path)
    {
        var reading = new RunRecordReading(path);
        string? remark = null;
        foreach ((string line, int number, bool ended) in Lines(path))
        {
            try
            {
                reading.Take(line, number);
            }
            catch (InvalidDataException) when (!ended && number > 1)
            {
                remark = $"{path}, line {number}: the row is half written; it was left out.";
            }
        }
        return reading.Result(remark);
    }

    /// <summary>The record of one problem alone; null when it is not there.</summary>
    /// <param name="problem">Index of the problem in its file.</param>
    public RunRecord? Only(int problem) => Problems.FirstOrDefault(each => each.Index == problem) is { } found
        ? this with { Problems = [found], Groups = [.. Groups.Where(group => group.Problem == problem)] }
        : null;

    private static IEnumerable<(string Line, int Number, bool Ended)> Lines(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file; expected a run record (JSON Lines), as tsmc sample --record writes it.", path);
        }
        // A run that is under way holds the file open for writing.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        bool endsWithNewline = file.Length > 0 && file.Seek(-1, SeekOrigin.End) >= 0 && file.ReadByte() == '\n';
        file.Seek(0, SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.UTF8);
        int number = 0;
        string? line = reader.ReadLine();
        while (line is not null)
        {
            string? next = reader.ReadLine();
            number++;
            yield return (line, number, next is not null || endsWithNewline);
            line = next;
        }
    }
}
