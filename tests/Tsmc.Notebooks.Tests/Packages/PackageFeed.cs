using System.Diagnostics;

namespace Tsmc.Notebooks.Tests.Packages;

/// <summary>
/// A folder with this repository's packages, made once, in a version of its own: NuGet keeps what it has unpacked and would never look
/// at a second package of the same version.
/// </summary>
public sealed class PackageFeed : IAsyncDisposable
{
    // NuGet's: a source does not answer.
    private const string NoSource = "NU1301";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("tsmc-packages-");
    private Task<string>? _packed;

    public string Version { get; } = FormattableString.Invariant($"0.1.0-test.{DateTime.UtcNow:yyyyMMdd}.{Environment.TickCount64}");

    public string Path => System.IO.Path.Combine(_root.FullName, "feed");

    public async Task<string> PackageAsync(string id)
    {
        await MadeAsync();
        string path = System.IO.Path.Combine(Path, $"{id}.{Version}.nupkg");
        Assert.True(File.Exists(path), path);
        return path;
    }

    /// <summary>An empty folder whose projects look for packages in the feed too.</summary>
    public string Folder(string name)
    {
        string folder = _root.CreateSubdirectory(name).FullName;
        Directory.CreateDirectory(Path);
        File.WriteAllText(System.IO.Path.Combine(folder, "nuget.config"),
            $"<configuration><packageSources><add key=\"tsmc\" value=\"{Path}\" /></packageSources></configuration>");
        return folder;
    }

    /// <summary>Runs a program in a folder, once the packages are made.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="store">NuGet's folder for the program; null for the user's.</param>
    public async Task<(int Code, string Said)> RunAsync(string folder, string program, string[] arguments, string? store = null)
    {
        await MadeAsync();
        return await StartAsync(folder, program, arguments, store);
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        string store = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (string id in (string[])["tsmc", "tsmc.charts", "tsmc.interactive", "tsmc.cli"])
        {
            string unpacked = System.IO.Path.Combine(store, id, Version);
            if (Directory.Exists(unpacked))
            {
                Directory.Delete(unpacked, recursive: true);
            }
        }
        return ValueTask.CompletedTask;
    }

    private async Task MadeAsync()
    {
        string said = await (_packed ??= PackAsync());
        Assert.SkipWhen(said.Contains(NoSource, StringComparison.Ordinal), "No NuGet source answers.");
        Assert.True(said.Length == 0, said);
    }

    // Apart from the usual output folders, which other tests are using. The analyzers have their say in the usual build.
    private async Task<string> PackAsync()
    {
        string apart = _root.CreateSubdirectory("artifacts").FullName;
        (int code, string said) = await StartAsync(
            Repository.Root, "dotnet",
            ["pack", "-c", "Release", "--artifacts-path", apart, "-o", Path, $"-p:Version={Version}", "-p:RunAnalyzers=false"]);
        return code == 0 ? "" : said;
    }

    private static async Task<(int Code, string Said)> StartAsync(string folder, string program, string[] arguments, string? store = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // A compiler that stays behind would hold the output's pipe, and so the test.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        if (store is not null)
        {
            start.Environment["NUGET_PACKAGES"] = store;
        }
        using Process process = Process.Start(start)!;
        string[] said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }
}
