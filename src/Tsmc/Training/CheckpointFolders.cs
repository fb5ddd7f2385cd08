using System.Globalization;

namespace Tsmc.Training;

/// <summary>A run's checkpoints, <c>checkpoints/step-00000120</c> and so on in its output folder. One that is seen is complete.</summary>
internal sealed class CheckpointFolders(string outputFolder, int keep)
{
    private const string Unfinished = ".part";

    private readonly string _folder = Path.Combine(outputFolder, "checkpoints");

    /// <summary>The latest checkpoint's folder, or null when there is none.</summary>
    public string? Latest => All().LastOrDefault();

    /// <summary>Writes a checkpoint beside its place, renames it there, and deletes those that are too many.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="write">Writes the files into the folder it is given.</param>
    /// <returns>The checkpoint's folder.</returns>
    public string Write(int step, Action<string> write)
    {
        string folder = Path.Combine(_folder, "step-" + step.ToString("D8", CultureInfo.InvariantCulture));
        if (Directory.Exists(folder))
        {
            return folder;
        }
        string beside = folder + Unfinished;
        if (Directory.Exists(beside))
        {
            Directory.Delete(beside, recursive: true);
        }
        Directory.CreateDirectory(beside);
        write(beside);
        Directory.Move(beside, folder);
        foreach (string old in All().SkipLast(keep))
        {
            Directory.Delete(old, recursive: true);
        }
        return folder;
    }

    private IEnumerable<string> All() => Directory.Exists(_folder)
        ? Directory.EnumerateDirectories(_folder, "step-*")
            .Where(folder => !folder.EndsWith(Unfinished, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        : [];
}
