using System.Runtime.CompilerServices;
using Tsmc.Torch;

namespace Tsmc.Tests;

/// <summary>Loads libtorch before any test touches a tensor, whichever test comes first.</summary>
internal static class LibtorchFirst
{
    [ModuleInitializer]
    internal static void Load() => Libtorch.EnsureLoaded();
}
