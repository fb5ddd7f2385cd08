using System.Diagnostics;

namespace Tsmc.Notebooks.Tests.Jupyter;

[Trait("Category", "Jupyter")]
public class SetupTests
{
    [Fact]
    public async Task TheSetUpScriptMayRunTwiceAndItsKernelStaysOnThisMachine()
    {
        // It installs what is missing, which is no business of a test.
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && await RunAsync("/usr/bin/python3", [], "-c", "import nbclient, nbformat") == 0,
            "Jupyter's packages are not installed.");
        DirectoryInfo data = Directory.CreateTempSubdirectory("tsmc-jupyter-data-");
        string script = Path.Combine(Repository.Root, "environment", "setup-jupyter.sh");
        string kernel = Path.Combine(data.FullName, "kernels", ".net-csharp", "kernel.json");
        var environment = new Dictionary<string, string> { ["JUPYTER_DATA_DIR"] = data.FullName };
        Assert.Equal(0, await RunAsync("bash", environment, script, "--headless"));
        string once = File.ReadAllText(kernel);
        Assert.Equal(0, await RunAsync("bash", environment, script, "--headless"));
        Assert.Equal(once, File.ReadAllText(kernel));
        Assert.Contains("\"--http-local-only\"", once);
        data.Delete(recursive: true);
    }

    private static async Task<int> RunAsync(string program, Dictionary<string, string> environment, params string[] arguments)
    {
        if (!File.Exists(program) && Path.IsPathRooted(program))
        {
            return -1;
        }
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        using Process process = Process.Start(start)!;
        Task reading = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await reading;
        return process.ExitCode;
    }
}
