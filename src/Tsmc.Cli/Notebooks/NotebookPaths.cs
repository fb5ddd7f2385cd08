namespace Tsmc.Cli.Notebooks;

/// <summary>The notebooks that a command line names.</summary>
internal static class NotebookPaths
{
    /// <summary>Files as they are and patterns such as <c>notebooks/*.ipynb</c> expanded, for shells that leave them alone.</summary>
    /// <exception cref="FileNotFoundException">A file is not there, or a pattern matches none.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> given) => [.. given.SelectMany(Expand).Distinct()];

    private static IEnumerable<string> Expand(string given)
    {
        string pattern = Path.GetFileName(given);
        if (!pattern.AsSpan().ContainsAny('*', '?'))
        {
            return File.Exists(given) ? [given] : throw new FileNotFoundException($"{given}: no such file; expected a notebook (.ipynb).", given);
        }
        string folder = Path.GetDirectoryName(given) is { Length: > 0 } named ? named : ".";
        string[] found = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)] : [];
        return found.Length > 0 ? found : throw new FileNotFoundException($"{given}: no file matches; expected notebooks (.ipynb).", given);
    }
}
