using System.CommandLine;
using Tsmc.Datasets;

namespace Tsmc.Cli.Verbs.Prepare;

/// <summary><c>tsmc prepare check-overlap</c>: whether two files share problems.</summary>
internal sealed class CheckOverlapVerb : Verb
{
    private const int Excerpt = 60;

    private readonly Argument<string> _first = new("first") { Description = "A file or folder of any known format." };
    private readonly Argument<string> _second = new("second") { Description = "Another." };

    public CheckOverlapVerb()
        : base(
            "check-overlap",
            "List the problems that two files share, whatever their formats and typography; exit code 1 when there are any.",
            "tsmc prepare check-overlap math/sft-train.jsonl math500.jsonl")
    {
        Add(_first);
        Add(_second);
    }

    public override string GoOn => "Run it again.";

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        (string first, string second) = (session.Require(_first), session.Require(_second));
        List<ProblemOverlap> shared = await Task.Run(() => ProblemOverlap.Find(first, second, ct).ToList(), ct).ConfigureAwait(false);
        if (shared.Count == 0)
        {
            session.Output.WriteLine($"{first} and {second} share no problem.");
            return ExitCode.Success;
        }
        session.Table(["first", "second", "problem"], shared.Select(overlap => new[]
        {
            overlap.First, overlap.Second, string.Join(' ', overlap.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is { Length: > Excerpt } text
                ? text[..Excerpt] + "…"
                : overlap.Text,
        }));
        session.Output.WriteLine();
        session.Output.WriteLine($"{shared.Count} rows of {second} have a problem of {first}.");
        return ExitCode.Failure;
    }
}
