using System.Diagnostics;

namespace Tsmc.Notebooks.Tests.Packages;

/// <summary>
/// A folder with this repository's packages, made once, in a version of its own: NuGet keeps what it has unpacked and would never look
/// at a second package of the same version.
/// </summary>
public sealed class PackageFeed : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("tsmc-packages-");
    private Task? _packed;

    public string Version { get; } = FormattableString.Invariant($"0.1.0-test.{Environment.TickCount64}");

    public string Path => System.IO.Path.Combine(_root.FullName, "feed");

    public async Task<string> PackageAsync(string id)
    {
        await (_packed ??= PackAsync());
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
    public async Task<(int Code, string Said)> RunAsync(string folder, string program, params string[] arguments)
    {
        await (_packed ??= PackAsync());
        return await StartAsync(folder, program, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        await (_packed ?? Task.CompletedTask);
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
    }

    private async Task PackAsync()
    {
        string script = System.IO.Path.Combine(Repository.Root, "environment", "pack.sh");
        (int code, string said) = await StartAsync(Repository.Root, "bash", script, Path, Version);
        Assert.True(code == 0, said);
    }

    private static async Task<(int Code, string Said)> StartAsync(string folder, string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        string[] said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }
}
