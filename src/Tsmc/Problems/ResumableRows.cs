using System.Text;
using System.Text.Json;

namespace Tsmc.Problems;

/// <summary>
/// A JSON Lines file that grows by whole problems and survives a kill at any moment: opened again with the same settings it drops what
/// was half written and goes on behind the last whole problem, so that the finished file is the same, byte for byte, as an undisturbed
/// run's. The settings stand beside it in <c>NAME.settings.json</c>.
/// </summary>
public sealed class ResumableRows : IDisposable
{
    private readonly FileStream _file;

    private ResumableRows(FileStream file, int completed) => (_file, Completed) = (file, completed);

    /// <summary>Problems whose rows are all in the file; they are the first ones, in order.</summary>
    public int Completed { get; private set; }

    /// <summary>Opens or creates the file.</summary>
    /// <param name="path">The JSON Lines file.</param>
    /// <param name="settings">What the rows depend on (models, options, seed); compared as JSON with what began the file.</param>
    /// <param name="rowsPerProblem">Rows that make a problem whole.</param>
    /// <exception cref="InvalidDataException">The file was begun with other settings; the message names the first that differs.</exception>
    public static ResumableRows Open(string path, object settings, int rowsPerProblem)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerProblem, 1);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string settingsPath = Path.ChangeExtension(path, ".settings.json");
        string wanted = JsonSerializer.Serialize(settings, new JsonSerializerOptions(JsonLines.Format) { WriteIndented = true }) + "\n";
        if (File.Exists(path) && new FileInfo(path).Length > 0)
        {
            Compare(path, settingsPath, wanted);
        }
        else
        {
            File.WriteAllText(settingsPath + ".part", wanted);
            File.Move(settingsPath + ".part", settingsPath, overwrite: true);
        }
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        (int completed, long length) = Whole(file, rowsPerProblem);
        file.SetLength(length);
        file.Seek(0, SeekOrigin.End);
        return new ResumableRows(file, completed);
    }

    /// <summary>Appends one problem's rows and sees them onto the disk.</summary>
    public void Append<T>(IEnumerable<T> rows)
    {
        var text = new StringBuilder();
        foreach (T row in rows)
        {
            text.Append(JsonSerializer.Serialize(row, JsonLines.Format)).Append('\n');
        }
        _file.Write(Encoding.UTF8.GetBytes(text.ToString()));
        _file.Flush(flushToDisk: true);
        Completed++;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void Compare(string path, string settingsPath, string wanted)
    {
        if (!File.Exists(settingsPath))
        {
            throw new InvalidDataException($"{path}: its settings file {Path.GetFileName(settingsPath)} is missing; move the rows away or choose another output.");
        }
        string[] found = File.ReadAllText(settingsPath).Split('\n');
        string[] expected = wanted.Split('\n');
        for (int i = 0; i < Math.Max(found.Length, expected.Length); i++)
        {
            string was = found.ElementAtOrDefault(i)?.Trim().TrimEnd(',') ?? "nothing";
            string now = expected.ElementAtOrDefault(i)?.Trim().TrimEnd(',') ?? "nothing";
            if (was != now)
            {
                throw new InvalidDataException(
                    $"{path} was begun with other settings: {was} then, {now} now; choose another output or delete the file.");
            }
        }
    }

    /// <summary>How many problems are whole, and the length in bytes of their rows.</summary>
    private static (int Problems, long Length) Whole(FileStream file, int rowsPerProblem)
    {
        int problems = 0;
        long length = 0;
        long position = 0;
        int rows = 0;
        var buffer = new byte[1 << 16];
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            for (int i = 0; i < read; i++)
            {
                position++;
                if (buffer[i] == '\n' && ++rows % rowsPerProblem == 0)
                {
                    problems++;
                    length = position;
                }
            }
        }
        return (problems, length);
    }
}
