using System.CommandLine;
using Tsmc.Cli.Notebooks;
using Tsmc.Notebooks;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc notebook clean</c>: nothing of the machine, nothing that differs from run to run.</summary>
internal sealed class NotebookCleanVerb : Verb
{
    private readonly Argument<string[]> _files = NotebookFlags.Files();
    private readonly Option<bool> _check = new("--check") { Description = "Change nothing; list what is unclean and end with exit code 1 if anything is." };

    public NotebookCleanVerb()
        : base(
            "clean",
            "Remove from notebooks the kernel's banner, execution counts, injected parameters, repeated style blocks, absolute paths and addresses.",
            "tsmc notebook clean notebooks/*.ipynb",
            "tsmc notebook clean --check notebooks/*.ipynb")
    {
        Add(_files);
        Add(_check);
    }

    public override string GoOn => "Run it again.";

    protected override Task<int> RunAsync(Session session, CancellationToken ct)
    {
        bool clean = true;
        foreach (string file in NotebookPaths.Expand(session.Require(_files)))
        {
            var notebook = NotebookFile.Load(file);
            if (!session.Get(_check))
            {
                string before = notebook.ToJson();
                NotebookCleaner.Clean(notebook);
                if (notebook.ToJson() != before)
                {
                    notebook.Save(file);
                    session.Remark($"{file}: cleaned.");
                }
            }
            // What no cleaning mends: a cell that failed, a path in a cell's own text.
            foreach (string finding in NotebookCleaner.Findings(notebook))
            {
                clean = false;
                session.Output.WriteLine($"{file}: {finding}");
            }
        }
        return Task.FromResult(clean ? ExitCode.Success : ExitCode.Failure);
    }
}
