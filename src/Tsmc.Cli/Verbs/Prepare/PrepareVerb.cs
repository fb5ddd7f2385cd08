using System.CommandLine;
using System.Globalization;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Datasets;
using Tsmc.Datasets.Formats;

namespace Tsmc.Cli.Verbs.Prepare;

/// <summary><c>tsmc prepare FORMAT</c>: brings a data set into problems, fine-tuning rows and step labels.</summary>
internal sealed class PrepareVerb : Verb
{
    private static readonly PreparationOptions Standard = new() { Inputs = [] };
    private static readonly Dictionary<string, double?> Neutral = new() { ["right"] = 1, ["wrong"] = 0, ["none"] = null };

    private readonly DatasetFormat _format;
    private readonly Option<string[]> _input = Paths("--input", "Files or folders of the data set.", required: true);
    private readonly Option<string> _output = Flag.Required<string>("--output", "Folder for the rows and report.json; files of an earlier run are replaced.");
    private readonly Option<string[]> _testInput = Paths("--test-input", "Files of the same format that are the test set: they make test.jsonl, and none of their problems is used for training.");
    private readonly Option<string[]> _validInput = Paths("--valid-input", "Files of the same format that are the validation set; without it --valid-share of the problems.");
    private readonly Option<string[]> _testProblems = Paths("--test-problems", "Files of any known format whose problems are left out.");
    private readonly Option<double> _validShare = Flag.Of("--valid-share", Standard.ValidShare, "Share of the problems that are held out for validation, by a hash of the problem.");
    private readonly Option<double> _testShare = Flag.Of("--test-share", Standard.TestShare, "Share of the problems that go into test.jsonl, by the same hash; 1 for a file of test problems.");
    private readonly Option<bool> _skipBad = Flag.Of("--skip-bad", Standard.SkipBad, "Leave out rows that cannot be read and count them, instead of stopping at the first.");
    private readonly Option<string>? _neutral;

    public PrepareVerb(DatasetFormat format)
        : base(format.Name, format.Description, [$"tsmc prepare {format.Name} {Example(format)}"])
    {
        _format = format;
        AddAll(_input, _output, _testInput, _validInput, _testProblems, _validShare, _testShare, _skipBad);
        if (format is Prm800kFormat)
        {
            _neutral = Flag.Word("--neutral", "right", [.. Neutral.Keys], "How a rating of 0 (right, but no progress) is labelled.");
            Add(_neutral);
        }
    }

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        var options = new PreparationOptions
        {
            Inputs = session.Require(_input),
            ValidInputs = session.Get(_validInput) ?? [],
            TestInputs = session.Get(_testInput) ?? [],
            TestProblems = session.Get(_testProblems) ?? [],
            ValidShare = session.Get(_validShare),
            TestShare = session.Get(_testShare),
            SkipBad = session.Get(_skipBad),
        };
        DatasetFormat format = _neutral is null ? _format : new Prm800kFormat(Neutral[session.Require(_neutral)]);
        string folder = session.Require(_output);
        PreparationReport report = await session.WithProgressAsync(progress => Task.Run(
            () => Preparation.Run(
                format, options, folder, new Relay<double>(share => progress.Report(new StageProgress("prepare", 100 * share, 100, "%"))), ct),
            ct)).ConfigureAwait(false);

        session.Table(["file", "read", "kept", "dropped", "why"], Inputs(report));
        session.Output.WriteLine();
        session.Table(["written", "rows"], report.Written.Select(file => new[] { file.Key, Number(file.Value) }));
        if (report.Repeated > 0)
        {
            session.Remark($"{report.Repeated} output rows stood there before, word for word, and were not written again.");
        }
        foreach (string sentence in report.BadRows)
        {
            session.Remark($"Left out: {sentence}");
        }
        session.Remark($"The rows and {PreparationReport.File} are in {folder}.");
        return ExitCode.Success;
    }

    /// <summary>A row a file; a folder of many files is summed up.</summary>
    private static IEnumerable<IReadOnlyList<string>> Inputs(PreparationReport report)
    {
        IEnumerable<(string Name, InputCounts[] Counts)> groups = report.Inputs.Count <= 20
            ? report.Inputs.Select(counts => (counts.File, new[] { counts }))
            : [($"{report.Inputs.Count} files", [.. report.Inputs])];
        foreach ((string name, InputCounts[] counts) in groups)
        {
            yield return
            [
                name,
                Number(counts.Sum(file => file.Read)),
                Number(counts.Sum(file => file.Kept)),
                Number(counts.Sum(file => file.Dropped.Values.Sum())),
                string.Join("; ", counts.SelectMany(file => file.Dropped).GroupBy(why => why.Key).Select(why => $"{why.Key} {Number(why.Sum(one => one.Value))}")),
            ];
        }
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Example(DatasetFormat format) => format switch
    {
        Gsm8kFormat => "--input train.jsonl --test-input test.jsonl --output gsm8k",
        MathFormat => "--input MATH/train --test-input math500.jsonl --output math",
        Prm800kFormat => "--input phase1_train.jsonl phase2_train.jsonl --test-problems math500.jsonl --output prm800k",
        MathShepherdFormat => "--input math-shepherd.jsonl --test-problems math500.jsonl gsm8k_test.jsonl --output shepherd --skip-bad",
        MetaMathFormat => "--input MetaMathQA-395K.json --test-problems math500.jsonl gsm8k_test.jsonl --output metamath",
        _ => "--input math500_train.json --valid-input math500_valid.json --test-input math500_test.json --output reference",
    };

    private static Option<string[]> Paths(string name, string description, bool required = false) => new(name)
    {
        Description = description,
        Required = required,
        AllowMultipleArgumentsPerToken = true,
    };
}
