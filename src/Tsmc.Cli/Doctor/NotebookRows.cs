using System.Text.Json;
using Tsmc.Charts;

namespace Tsmc.Cli.Doctor;

/// <summary>What notebooks and pictures need. The library runs without any of it.</summary>
internal static class NotebookRows
{
    private const string Tool = "dotnet-interactive";

    public static IEnumerable<DoctorRow> Look()
    {
        string? jupyter = Commands.Find("jupyter");
        yield return jupyter is null
            ? new DoctorRow(false, "Jupyter", "not found on the PATH", "For notebooks in a browser: install JupyterLab (pip install jupyterlab)")
            : new DoctorRow(true, "Jupyter", jupyter);

        string? tool = Commands.Find(Tool);
        yield return tool is null
            ? new DoctorRow(false, ".NET kernel", $"{Tool} was not found", "dotnet tool install --global Microsoft.dotnet-interactive --version 1.0.712001")
            : new DoctorRow(true, ".NET kernel", tool);

        yield return KernelSpec();

        string? browser = Browser.Find(out string? whyNot);
        yield return browser is null
            ? new DoctorRow(false, "Browser", whyNot!, "For PNG beside the interactive pages: install chromium")
            : new DoctorRow(true, "Browser", browser);
    }

    private static DoctorRow KernelSpec()
    {
        const string What = "Kernel spec";
        string[] specs = [.. KernelFolders().Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories)
            .Select(folder => Path.Combine(folder, "kernel.json")).Where(file => File.Exists(file) && Arguments(file).Any(IsOurs))];
        if (specs.Length == 0)
        {
            return new DoctorRow(false, What, "Jupyter knows no .NET kernel", $"{Tool} jupyter install, then see environment/README.md");
        }
        string? open = specs.FirstOrDefault(file => !Arguments(file).Contains("--http-local-only"));
        return open is null
            ? new DoctorRow(true, What, specs[0])
            : new DoctorRow(false, What, $"{open} lets the kernel listen on every network interface", "Add \"--http-local-only\" to its argv");
    }

    private static bool IsOurs(string argument) => argument.Contains(Tool, StringComparison.Ordinal) || argument == "interactive";

    private static IEnumerable<string> KernelFolders()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        IEnumerable<string> listed = (Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] usual =
        [
            Path.Combine(home, ".local", "share", "jupyter"),
            Path.Combine(home, "Library", "Jupyter"),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter"),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter"),
            "/usr/local/share/jupyter",
            "/usr/share/jupyter",
        ];
        return listed.Concat(usual).Distinct().Select(folder => Path.Combine(folder, "kernels"));
    }

    private static IReadOnlyList<string> Arguments(string kernelFile)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(kernelFile));
            return document.RootElement.TryGetProperty("argv", out JsonElement argv)
                ? [.. argv.EnumerateArray().Select(argument => argument.GetString() ?? "")]
                : [];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // Somebody else's kernel; not ours to judge.
            return [];
        }
    }
}
