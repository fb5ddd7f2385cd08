using System.Reflection;
using System.Runtime.Loader;

namespace Tsmc.Interactive;

/// <summary>
/// Sees to it that each assembly of this library exists once in the kernel. A C# script gives every assembly it refers to a load
/// context of its own, and two assemblies that ask for different versions of a third would get two copies of it, whose types are
/// strangers to each other. What the default context resolves comes first.
/// </summary>
internal static class OneCopy
{
    // The kernel carries an older FSharp.Core than Plotly.NET asks for, and .NET refuses it by its version alone; Plotly.NET runs on it.
    private const string FSharpCore = "FSharp.Core";

    private static readonly string Folder = Path.GetDirectoryName(typeof(OneCopy).Assembly.Location)!;
    private static int _installed;

    /// <summary>From now on the default context finds the assemblies of this library's folder. Again does nothing.</summary>
    public static void Install()
    {
        if (Interlocked.Exchange(ref _installed, 1) == 0)
        {
            AssemblyLoadContext.Default.Resolving += Resolve;
        }
    }

    /// <summary>Where an assembly of this library lies.</summary>
    public static string PathOf(string name) => Path.Combine(Folder, name + ".dll");

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName wanted)
    {
        bool isOurs = File.Exists(PathOf(wanted.Name!));
        if (!isOurs && wanted.Name != FSharpCore)
        {
            return null;
        }
        return AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(loaded => loaded.GetName().Name == wanted.Name)
            ?? (isOurs ? context.LoadFromAssemblyPath(PathOf(wanted.Name!)) : null);
    }
}
