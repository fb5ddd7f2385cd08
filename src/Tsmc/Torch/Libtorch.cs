using System.Runtime.InteropServices;
using TorchSharp;

namespace Tsmc.Torch;

/// <summary>
/// Loads libtorch before the first touch of <c>TorchSharp.torch</c>, and mends what keeps it from loading on older Linux systems.
/// </summary>
/// <remarks>
/// TorchSharp 0.107's <c>libLibTorchSharp.so</c> asks for the symbol version GLIBCXX_3.4.32 (GCC 13), which Debian 12, Ubuntu 22.04
/// and RHEL 9 lack, though it uses nothing of it. When, and only when, the plain load fails for that reason, a copy of the file in
/// a cache folder is marked so that the loader accepts it (<see cref="SymbolVersions"/>). The package's own file is never changed.
/// </remarks>
public static class Libtorch
{
    // The libtorch that the bridge of TorchSharp 0.107 was built with.
    private const string Version = "2.10.0";

    private static readonly Lock Gate = new();
    private static LibtorchReport? _report;

    /// <summary>
    /// Loads the native libraries once; later calls return the first call's report. Call it before any use of TorchSharp that
    /// does not go through this library; every model, device and tensor function of this library calls it itself.
    /// </summary>
    /// <exception cref="DllNotFoundException">libtorch is not there or does not load; the message says what to do.</exception>
    public static LibtorchReport EnsureLoaded()
    {
        lock (Gate)
        {
            return _report ??= Load();
        }
    }

    private static LibtorchReport Load()
    {
        string? mended = null;
        string source = "found by TorchSharp";
        if (OperatingSystem.IsLinux())
        {
            // libtorch's OpenMP threads spin while they wait, which ruins every other process's timing; this must stand in the
            // native environment before libgomp is loaded (Environment.SetEnvironmentVariable does not reach getenv).
            _ = SetEnv("OMP_WAIT_POLICY", "PASSIVE", 0);
            (source, mended) = Preload();
        }
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception error) when (error is TypeInitializationException or NotSupportedException or DllNotFoundException)
        {
            Exception cause = error.InnerException ?? error;
            throw new DllNotFoundException(
                $"libtorch did not load ({cause.Message.Split('\n')[0].TrimEnd('.')}); run `tsmc doctor` to see what was looked for.", error);
        }
        return new LibtorchReport(torch.__version__, source, mended);
    }

    private static (string Source, string? Mended) Preload()
    {
        string? bridge = NativeFolders().Select(folder => Path.Combine(folder, "libLibTorchSharp.so")).FirstOrDefault(File.Exists);
        string? torchFolder = NativeFolders().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "libtorch_cpu.so")));
        if (bridge is null || torchFolder is null)
        {
            throw new DllNotFoundException(
                "libtorch was not found beside the program or in its packages; expected libLibTorchSharp.so and libtorch_cpu.so "
                + $"under runtimes/{RuntimeInformation.RuntimeIdentifier}/native. Reference the package libtorch-cpu-linux-x64, or build "
                + "with -p:TorchBackend=cuda; for the installed tool: dotnet package download libtorch-cpu-linux-x64@" + Version + " --output "
                + $"{PackageStore()}.");
        }
        foreach (string pattern in (string[])["libgomp-*.so*", "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"])
        {
            foreach (string file in Directory.EnumerateFiles(torchFolder, pattern))
            {
                NativeLibrary.Load(file);
            }
        }
        try
        {
            NativeLibrary.Load(bridge);
            return (torchFolder, null);
        }
        catch (DllNotFoundException error) when (error.Message.Contains(SymbolVersions.Unmet, StringComparison.Ordinal))
        {
            string mended = SymbolVersions.MendedCopy(bridge);
            NativeLibrary.Load(mended);
            return (torchFolder, mended);
        }
    }

    /// <summary>Where native libraries may lie: the host's search list, beside the program, and in the package folders.</summary>
    private static IEnumerable<string> NativeFolders()
    {
        string listed = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        foreach (string folder in listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return folder;
        }
        string native = Path.Combine("runtimes", "linux-x64", "native");
        yield return AppContext.BaseDirectory;
        yield return Path.Combine(AppContext.BaseDirectory, native);

        // In a notebook the assembly lies in its package: <packages>/torchsharp/<version>/lib/<framework>/TorchSharp.dll.
        string assemblyFolder = Path.GetDirectoryName(typeof(torch).Assembly.Location) ?? "";
        yield return Path.Combine(assemblyFolder, native);
        string package = Path.GetFullPath(Path.Combine(assemblyFolder, "..", ".."));
        yield return Path.Combine(package, native);
        string packages = Path.GetFullPath(Path.Combine(package, "..", ".."));
        foreach (string name in (string[])["libtorch-cuda-12.8-linux-x64", "libtorch-cpu-linux-x64"])
        {
            string versions = Path.Combine(packages, name);
            if (Directory.Exists(versions))
            {
                foreach (string version in Directory.EnumerateDirectories(versions).OrderDescending(StringComparer.Ordinal))
                {
                    yield return Path.Combine(version, native);
                }
            }
        }

        // In NuGet's own folder only what this TorchSharp was made for: other projects may have left any version there.
        yield return Path.Combine(PackageStore(), "torchsharp", typeof(torch).Assembly.GetName().Version!.ToString(3), native);
        yield return Path.Combine(PackageStore(), "libtorch-cpu-linux-x64", Version, native);
    }

    // The tool carries no libtorch; NuGet's own folder is where one lies that any project or `dotnet package download` has fetched.
    private static string PackageStore() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi)]
    private static extern int SetEnv(string name, string value, int overwrite);
}
