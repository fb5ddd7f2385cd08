using System.CommandLine;
using Tsmc.Cli.Notebooks;
using Tsmc.Notebooks.Processes;

namespace Tsmc.Cli.Verbs;

/// <summary>The inside of <c>tsmc notebook run</c>: one notebook, in a process of its own. Not for people.</summary>
internal sealed class NotebookWorkerVerb : Verb
{
    private readonly Argument<string> _pipe = new("PIPE");
    private readonly Argument<string> _folder = new("FOLDER");
    private readonly Argument<double> _cellSeconds = new("CELL-SECONDS");
    private readonly Argument<double> _totalSeconds = new("TOTAL-SECONDS");

    public NotebookWorkerVerb()
        : base(WorkerProgram.Verb, "Runs one notebook for tsmc notebook run.")
    {
        Hidden = true;
        Add(_pipe);
        Add(_folder);
        Add(_cellSeconds);
        Add(_totalSeconds);
    }

    protected override Task<int> RunAsync(Session session, CancellationToken ct) => NotebookWorker.RunAsync(
        session.Require(_pipe), session.Require(_folder), session.Require(_cellSeconds), session.Require(_totalSeconds));
}
