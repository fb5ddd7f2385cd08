using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;
using Tsmc.Interactive.Views;
using Tsmc.Torch;

namespace Tsmc.Interactive;

/// <summary>
/// Makes a .NET Interactive kernel ready for Tsmc. This class, <see cref="TsmcKernelExtension"/>, <see cref="TsmcFormatters"/> and
/// <see cref="Live.LiveDisplay{T}"/> are all that touches the kernel; everything else here is plain HTML and text.
/// </summary>
public static class TsmcInteractive
{
    // What a notebook may name in its own code. The kernel finds the rest behind these by itself.
    private static readonly string[] References =
    [
        "Tsmc", "Tsmc.Charts", "Tsmc.Interactive", "TorchSharp", "Microsoft.Data.Analysis", "MathNet.Numerics", "Plotly.NET",
        "Plotly.NET.CSharp",
    ];

    /// <summary>
    /// Loads libtorch, registers the formatters of this library's types, lets C# cells name what lies behind it, and displays a
    /// line with the versions. That output also carries plotly.js, once for the whole notebook, so that its charts need no network.
    /// </summary>
    /// <param name="kernel">The kernel; null inside a cell for the one that runs it.</param>
    /// <exception cref="InvalidOperationException">No kernel is running and none was given.</exception>
    /// <exception cref="DllNotFoundException">libtorch is not there or does not load; the message says what to do.</exception>
    public static void Load(Kernel? kernel = null)
    {
        kernel ??= Kernel.Root ?? throw new InvalidOperationException(
            "No .NET Interactive kernel is running; call Load from a cell, or give it a kernel.");
        OneCopy.Install();
        LoadInto(kernel);
    }

    // Apart, because the assemblies that a method names are resolved before it runs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadInto(Kernel kernel)
    {
        LibtorchReport libtorch = Libtorch.EnsureLoaded();
        TsmcFormatters.Register();
        foreach (CSharpKernel csharp in kernel.FindKernels(each => each is CSharpKernel).Cast<CSharpKernel>())
        {
            csharp.AddAssemblyReferences(References.Select(OneCopy.PathOf));
        }
        KernelInvocationContext.Current?.Display(new LoadedNotice(libtorch.Version));
    }
}
