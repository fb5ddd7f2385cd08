using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;
using Tsmc.Interactive.Output;
using Tsmc.Interactive.Views;
using Tsmc.Torch;

namespace Tsmc.Interactive;

/// <summary>
/// Makes a .NET Interactive kernel ready for Tsmc. This class, <see cref="TsmcKernelExtension"/>, <see cref="TsmcFormatters"/> and
/// <c>KernelOutput</c> are all that touches the kernel; everything else here is plain HTML and text.
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
    /// In a notebook's cell: loads libtorch, registers the formatters of this library's types, lets C# cells name what lies behind
    /// it, and displays a line with the versions. That output also carries plotly.js, once for the whole notebook, so that its charts need
    /// no network. In a program without a kernel: loads libtorch, and values go to <see cref="ProgramOutput"/>.
    /// </summary>
    /// <exception cref="DllNotFoundException">libtorch is not there or does not load; the message says what to do.</exception>
    public static void Load()
    {
        // Asked by name: a program exported from a notebook has no such assembly, and its types must not be touched then.
        if (AppDomain.CurrentDomain.GetAssemblies().Any(loaded => loaded.GetName().Name == "Microsoft.DotNet.Interactive"))
        {
            LoadIntoRoot();
            return;
        }
        LibtorchReport libtorch = Libtorch.EnsureLoaded();
        NotebookOutput.Current ??= new ProgramOutput("figures");
        NotebookOutput.Display(new LoadedNotice(libtorch.Version));
    }

    /// <summary>The same for a kernel from outside of its cells.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <exception cref="DllNotFoundException">libtorch is not there or does not load; the message says what to do.</exception>
    public static void Load(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        OneCopy.Install();
        LoadInto(kernel);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadIntoRoot() => Load(Kernel.Root ?? throw new InvalidOperationException(
        "No .NET Interactive kernel is running; call Load from a cell, or give it a kernel."));

    // Apart, because the assemblies that a method names are resolved before it runs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadInto(Kernel kernel)
    {
        LibtorchReport libtorch = Libtorch.EnsureLoaded();
        NotebookOutput.Current = new KernelOutput();
        TsmcFormatters.Register();
        foreach (CSharpKernel csharp in kernel.FindKernels(each => each is CSharpKernel).Cast<CSharpKernel>())
        {
            // From packages the kernel has referred to them itself: each lies in a folder of its own.
            csharp.AddAssemblyReferences(References.Select(OneCopy.PathOf).Where(File.Exists));
        }
        KernelInvocationContext.Current?.Display(new LoadedNotice(libtorch.Version));
    }
}
