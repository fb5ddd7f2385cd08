using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Tsmc.Notebooks.Tests.Jupyter;

/// <summary>A notebook run by Jupyter's nbclient with the kernel of <c>environment/setup-jupyter.sh</c>.</summary>
internal sealed record JupyterRun(int Code, string Errors, NotebookFile? Notebook, IReadOnlyList<string> Listened)
{
    // Debian's own, for which the packages are; another python on the PATH does not see them.
    private const string Python = "/usr/bin/python3";

    private static readonly string Script = Path.Combine(Repository.Root, "environment", "run-in-jupyter.py");

    public static async Task<JupyterRun> RunAsync(NotebookFile notebook, CancellationToken ct)
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not there; the tests with Jupyter use Debian's.");
        (int code, _, string why) = await StartAsync(ct, "--check");
        Assert.SkipWhen(code == 3, $"Jupyter or its C# kernel is not installed: {why.Trim()}");

        DirectoryInfo folder = Directory.CreateTempSubdirectory("tsmc-jupyter-");
        try
        {
            string input = Path.Combine(folder.FullName, "in.ipynb"), output = Path.Combine(folder.FullName, "out.ipynb");
            notebook.Save(input);
            (code, string said, string errors) = await StartAsync(ct, input, output, "--folder", Repository.Notebooks);
            NotebookFile? executed = File.Exists(output) ? NotebookFile.Load(output) : null;
            // The kernel writes its own lines before the script's last one.
            JsonArray? listened = code == 0 ? JsonNode.Parse(said.TrimEnd().Split('\n')[^1])!["listened"]!.AsArray() : null;
            return new JupyterRun(code, errors, executed, [.. (listened ?? []).Select(each => each!.ToString())]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int Code, string Output, string Errors)> StartAsync(CancellationToken ct, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Python, [Script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(ct);
        Task<string> errors = process.StandardError.ReadToEndAsync(ct);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        return (process.ExitCode, await output, await errors);
    }
}
