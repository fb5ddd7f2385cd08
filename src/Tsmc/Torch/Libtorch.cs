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
        else if (LibtorchFiles.TorchFolder is { } folder && NativeLibrary.TryLoad(Path.Combine(folder, LibtorchFiles.Name("torch_cpu")), out _))
        {
            // Beside the program TorchSharp finds it by itself, in NuGet's folder not; what is loaded already is found by its name.
            source = folder;
        }
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception error) when (error is TypeInitializationException or NotSupportedException or DllNotFoundException)
        {
            Exception cause = error.InnerException ?? error;
            throw new DllNotFoundException(
                $"libtorch did not load ({cause.Message.Split('\n')[0].TrimEnd('.')}). {LibtorchFiles.Remedy}.", error);
        }
        if (OperatingSystem.IsLinux())
        {
            LibraryPages.GiveBack("libtorch_cpu.so");
        }
        return new LibtorchReport(torch.__version__, source, mended);
    }

    private static (string Source, string? Mended) Preload()
    {
        string? bridge = LibtorchFiles.Bridge;
        string? torchFolder = LibtorchFiles.TorchFolder;
        if (bridge is null || torchFolder is null)
        {
            string missing = LibtorchFiles.Name(bridge is null ? "LibTorchSharp" : "torch_cpu");
            throw new DllNotFoundException(
                $"libtorch was not found: {missing} lies neither beside the program nor in its packages. {LibtorchFiles.Remedy}.");
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

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi)]
    private static extern int SetEnv(string name, string value, int overwrite);
}
