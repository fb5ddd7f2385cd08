using Tsmc.Cli.Doctor;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc doctor</c>: what is there, what was mended, and what to do about what is missing.</summary>
internal sealed class DoctorVerb() : Verb(
    "doctor",
    "Say what this machine has, what was mended, and what to do about what is missing; exit code 0 when the library can run, else 2.",
    "tsmc doctor")
{
    protected override Task<int> RunAsync(Session session, CancellationToken ct)
    {
        DoctorRow[] rows = [.. SystemRows.Look(), .. TorchRows.Look(), .. NotebookRows.Look()];
        session.Table(["", "what", "found"], rows.Select(row => new[]
        {
            row.Serves ? "✓" : "!", row.What, row.Remedy.Length == 0 ? row.Found : $"{row.Found}. {row.Remedy}.",
        }));
        bool runs = rows.All(row => row.Serves || !row.Needed);
        session.Output.WriteLine(runs ? "The library can run." : "The library cannot run here yet: see the lines marked ! above.");
        return Task.FromResult(runs ? ExitCode.Success : ExitCode.BadInput);
    }
}
