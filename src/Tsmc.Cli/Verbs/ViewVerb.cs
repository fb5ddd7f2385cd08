using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Tsmc.Charts;
using Tsmc.Cli.Flags;
using Tsmc.Records;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc view</c>: a run record as one page.</summary>
internal sealed class ViewVerb : Verb
{
    private readonly Argument<string> _record = new("record")
    {
        Description = "Run record (JSON Lines), as tsmc sample --record or a notebook writes it; one that is still growing is shown as far as it is.",
    };

    private readonly Option<string?> _output = Flag.Optional<string>("--output", "The page; without it the record's name with .html.");
    private readonly Option<int?> _problem = Flag.Optional<int?>("--problem", "Only the problem with this index, for a smaller page; without it all.");
    private readonly Option<bool> _open = Flag.Of("--open", false, "Open the page in the browser.");

    public ViewVerb()
        : base(
            "view",
            "Make a run record into one page without server or network: who descends from whom, each particle's text, values and weights, step by step.",
            "tsmc view run.jsonl --open",
            "tsmc view run.jsonl --problem 3 --output problem-3.html")
    {
        Add(_record);
        AddAll(_output, _problem, _open);
    }

    protected override Task<int> RunAsync(Session session, CancellationToken ct)
    {
        string path = session.Require(_record);
        string output = session.Get(_output) ?? Path.ChangeExtension(path, ".html");
        if (Path.GetFullPath(output) == Path.GetFullPath(path))
        {
            throw new ArgumentException($"{output}: is the record itself; name another output.");
        }
        RunRecord record = RunRecord.Read(path);
        if (session.Get(_problem) is { } index)
        {
            record = record.Only(index) ?? throw new ArgumentException(
                $"{path}: records no problem {index}; expected one of {string.Join(", ", record.Problems.Select(problem => problem.Index))}.");
        }
        if (record.Remark is { } remark)
        {
            session.Remark(remark);
        }
        RunPage.Save(record, output, $"TSMC run: {Path.GetFileNameWithoutExtension(path)}");
        session.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{output}: {record.Problems.Count} problems, {record.Groups.Count} groups, {new FileInfo(output).Length / 1e6:0.0} MB."));
        if (session.Get(_open))
        {
            Open(session, output);
        }
        return Task.FromResult(ExitCode.Success);
    }

    // The page is written whether or not a browser opens.
    private static void Open(Session session, string page)
    {
        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo(Path.GetFullPath(page)) { UseShellExecute = true });
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or PlatformNotSupportedException)
        {
            session.Remark($"No browser could be opened here; open {page} yourself.");
        }
    }
}
