using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Tsmc.Torch;

/// <summary>Where libtorch's files may lie, and what the package that holds them is called on this system.</summary>
internal static class LibtorchFiles
{
    /// <summary>The version that this TorchSharp was built for; another one has other symbols.</summary>
    public static readonly string Version =
        typeof(LibtorchFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "LibtorchVersion").Value!;

    /// <summary>NuGet's name of this system, for example <c>linux-x64</c>.</summary>
    public static readonly string Runtime =
        (OperatingSystem.IsWindows() ? "win-" : OperatingSystem.IsMacOS() ? "osx-" : "linux-")
        + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    /// <summary>The package of the CPU's libtorch for this system.</summary>
    public static readonly string Package = "libtorch-cpu-" + Runtime;

    /// <summary>What to do where there is no libtorch.</summary>
    public static readonly string Remedy =
        $"A program refers to its package: dotnet add package {Package} --version {Version}. The tool finds it in NuGet's folder: "
        + $"dotnet package download {Package}@{Version} --output \"{Store}\". A checkout is built anew, with -p:TorchBackend=cuda for an NVIDIA card";

    private static readonly string Native = Path.Combine("runtimes", Runtime, "native");

    /// <summary>TorchSharp's bridge to libtorch, or null.</summary>
    public static string? Bridge => Folders().Select(folder => Path.Combine(folder, Name("LibTorchSharp"))).FirstOrDefault(File.Exists);

    /// <summary>The folder of libtorch itself, or null.</summary>
    public static string? TorchFolder => Folders().FirstOrDefault(folder => File.Exists(Path.Combine(folder, Name("torch_cpu"))));

    /// <summary>A native library's file name on this system.</summary>
    public static string Name(string library) => OperatingSystem.IsWindows() ? library + ".dll"
        : OperatingSystem.IsMacOS() ? $"lib{library}.dylib"
        : $"lib{library}.so";

    // Where NuGet unpacks; whatever any project or `dotnet package download` has fetched lies there.
    private static string Store => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The host's search list, beside the program, the packages around TorchSharp's assembly, and NuGet's own folder.</summary>
    private static IEnumerable<string> Folders()
    {
        string listed = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        foreach (string folder in listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return folder;
        }
        yield return AppContext.BaseDirectory;
        yield return Path.Combine(AppContext.BaseDirectory, Native);

        // In a notebook the assembly lies in its package: <packages>/torchsharp/<version>/lib/<framework>/TorchSharp.dll.
        string assemblyFolder = Path.GetDirectoryName(typeof(torch).Assembly.Location) ?? "";
        yield return Path.Combine(assemblyFolder, Native);
        string package = Path.GetFullPath(Path.Combine(assemblyFolder, "..", ".."));
        yield return Path.Combine(package, Native);
        string packages = Path.GetFullPath(Path.Combine(package, "..", ".."));
        string cuda = Path.Combine(packages, "libtorch-cuda-12.8-" + Runtime);
        if (Directory.Exists(cuda))
        {
            foreach (string version in Directory.EnumerateDirectories(cuda).OrderDescending(StringComparer.Ordinal))
            {
                yield return Path.Combine(version, Native);
            }
        }
        // Only the version that fits: other projects may have left any other.
        yield return Path.Combine(packages, Package, Version, Native);
        yield return Path.Combine(Store, "torchsharp", typeof(torch).Assembly.GetName().Version!.ToString(3), Native);
        yield return Path.Combine(Store, Package, Version, Native);
    }
}
