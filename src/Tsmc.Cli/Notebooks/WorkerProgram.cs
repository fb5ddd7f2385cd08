using System.Runtime.InteropServices;
using Tsmc.Notebooks.Processes;

namespace Tsmc.Cli.Notebooks;

/// <summary>How this program starts itself to run a notebook.</summary>
internal static class WorkerProgram
{
    /// <summary>The verb, kept out of --help: only <see cref="NotebookProcess"/> knows its arguments.</summary>
    public const string Verb = "worker";

    public static NotebookProcess Create()
    {
        // <dotnet>/shared/Microsoft.NETCore.App/<version>/; a program that carries its own runtime has no such host.
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        host += OperatingSystem.IsWindows() ? ".exe" : "";
        return File.Exists(host)
            ? new NotebookProcess(host, [typeof(WorkerProgram).Assembly.Location, "notebook", Verb])
            : new NotebookProcess(Environment.ProcessPath!, ["notebook", Verb]);
    }
}
