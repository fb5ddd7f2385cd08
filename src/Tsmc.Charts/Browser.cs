namespace Tsmc.Charts;

/// <summary>Finds a browser of the Chromium family on this machine, which draws charts as PNG. None is ever downloaded.</summary>
public static class Browser
{
    /// <summary>The environment variable that names the browser's program, before any is looked for.</summary>
    public const string Variable = "TSMC_BROWSER";

    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"];

    /// <summary>The full path of the browser's program, or null with a sentence that says what to do.</summary>
    public static string? Find(out string? whyNot)
    {
        whyNot = null;
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            if (File.Exists(named))
            {
                return Path.GetFullPath(named);
            }
            whyNot = $"{Variable} names {named}, which is not there; expected the program of a Chromium or Chrome browser.";
            return null;
        }
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        string[] folders = path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        string? found = Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + suffix))).FirstOrDefault(File.Exists);
        whyNot = found is null
            ? $"no browser was found on the PATH ({string.Join(", ", Names)}); install Chromium or set {Variable} to a browser's program."
            : null;
        return found;
    }
}
