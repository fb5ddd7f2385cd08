using System.CommandLine;
using System.Diagnostics;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Notebooks;
using Tsmc.Cli.Progress;
using Tsmc.Notebooks;
using Tsmc.Notebooks.Pages;
using Tsmc.Notebooks.Processes;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc notebook run</c>: notebooks without a person and without Jupyter.</summary>
internal sealed class NotebookRunVerb : Verb
{
    private static readonly NotebookRunOptions Standard = new();

    private readonly Argument<string[]> _files = NotebookFlags.Files();
    private readonly Option<string> _output = Flag.Of(
        "--output", Path.Combine("artifacts", "notebooks"), "Folder for the executed notebooks and an HTML page of each.");

    private readonly Option<string[]> _parameters = NotebookFlags.Parameters();
    private readonly Option<double> _cellTimeout = Flag.Of("--cell-timeout", Standard.CellTimeLimit.TotalSeconds, "Seconds that one cell may take.");
    private readonly Option<double> _totalTimeout = Flag.Of("--total-timeout", Standard.TimeLimit.TotalSeconds, "Seconds that one notebook may take.");

    public NotebookRunVerb()
        : base(
            "run",
            "Run notebooks, each in a process of its own, and write them with their outputs and as HTML pages; exit code 1 when a cell fails.",
            "tsmc notebook run notebooks/*.ipynb",
            "tsmc notebook run notebooks/05-twisted-smc.ipynb -p Problems=4 -p Seed=2 --output artifacts/seed2")
    {
        Add(_files);
        AddAll(_output, _parameters, _cellTimeout, _totalTimeout);
    }

    public override string GoOn => "The notebooks done so far are in the output folder, the last with the outputs it had.";

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        IReadOnlyList<string> files = NotebookPaths.Expand(session.Require(_files));
        string output = session.Require(_output);
        var options = new NotebookRunOptions
        {
            Parameters = NotebookFlags.Pairs(session.Require(_parameters)),
            CellTimeLimit = Span("--cell-timeout", session.Get(_cellTimeout)),
            TimeLimit = Span("--total-timeout", session.Get(_totalTimeout)),
        };
        options.Validate();
        NotebookFile[] notebooks = [.. files.Select(file => Open(file, options))];
        if (files.GroupBy(Path.GetFileName).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{string.Join(" and ", twice)} would be written to one file in {output}; run them apart.");
        }

        NotebookProcess worker = WorkerProgram.Create();
        var outcomes = await session.WithProgressAsync(async progress =>
        {
            var done = new List<(string File, NotebookFailure? Failure, TimeSpan Took)>();
            for (int i = 0; i < files.Count; i++)
            {
                var clock = Stopwatch.StartNew();
                done.Add((files[i], await RunOneAsync(worker, notebooks[i], files[i], output, options, progress, ct).ConfigureAwait(false), clock.Elapsed));
            }
            return done;
        }).ConfigureAwait(false);

        session.Table(["notebook", "outcome", "took"], outcomes.Select(one => new[]
        {
            one.File, one.Failure is { } failure ? $"failed at cell {failure.Cell}" : "ran", StageClock.Duration(one.Took.TotalSeconds),
        }));
        foreach ((string file, NotebookFailure failure) in outcomes.Where(one => one.Failure is not null).Select(one => (one.File, one.Failure!)))
        {
            session.Output.WriteLine($"\n{file}, cell {failure.Cell}:\n{Indented(failure.Source)}\n{failure.Error.TrimEnd()}");
        }
        return outcomes.All(one => one.Failure is null) ? ExitCode.Success : ExitCode.Failure;
    }

    /// <summary>Reads a notebook and refuses parameters that it does not have, before any notebook is run.</summary>
    private static NotebookFile Open(string file, NotebookRunOptions options)
    {
        var notebook = NotebookFile.Load(file);
        try
        {
            notebook.InjectParameters(options.Parameters);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{file}: {error.Message}", error);
        }
        return notebook;
    }

    private static async Task<NotebookFailure?> RunOneAsync(
        NotebookProcess worker, NotebookFile notebook, string file, string output, NotebookRunOptions options,
        IProgress<StageProgress> progress, CancellationToken ct)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var cells = new Relay<NotebookProgress>(at => progress.Report(new StageProgress(
            name, at.Done, at.Total, "cells", at.Done < at.Total ? $"in cell {at.Cell} of {notebook.Cells.Count}" : "")));
        try
        {
            return await worker.RunAsync(notebook, folder, options, cells, ct).ConfigureAwait(false);
        }
        finally
        {
            notebook.Save(Path.Combine(output, Path.GetFileName(file)));
            NotebookPage.Save(notebook, Path.Combine(output, name + ".html"), folder);
        }
    }

    private static TimeSpan Span(string name, double seconds) => seconds is > 0 and < 1e7
        ? TimeSpan.FromSeconds(seconds)
        : throw new ArgumentException(FormattableString.Invariant($"{name} is {seconds}; expected seconds above 0 and below 1e7."));

    private static string Indented(string text) => "    " + text.TrimEnd().ReplaceLineEndings("\n    ");
}
