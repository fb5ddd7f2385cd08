using System.CommandLine;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Problems.Arithmetic;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc problems</c>: problems and fine-tuning rows of the arithmetic world.</summary>
internal sealed class ProblemsVerb : Verb
{
    private static readonly ArithmeticDataOptions Standard = new();

    private readonly Option<string> _output = Flag.Required<string>("--output", "Folder for train.jsonl, valid.jsonl, test.jsonl and sft.jsonl.");
    private readonly Option<long> _seed = Flag.Of("--seed", 0L, "Seed of problems and annotators.");
    private readonly Option<string> _difficulty = Flag.Word(
        "--difficulty", "main", ["easy", "main", "hard"], "2 to 3, 3 to 4 or 4 to 5 events a problem.");

    private readonly Option<int> _train = Flag.Of("--train", Standard.TrainProblems, "Problems in train.jsonl.");
    private readonly Option<int> _valid = Flag.Of("--valid", Standard.ValidationProblems, "Problems in valid.jsonl.");
    private readonly Option<int> _test = Flag.Of("--test", Standard.TestProblems, "Problems in test.jsonl.");
    private readonly Option<int> _cleanRows = Flag.Of("--clean-rows", Standard.CleanRows, "Fine-tuning rows without mistakes; they come first.");
    private readonly Option<int> _noisyRows = Flag.Of(
        "--noisy-rows", Standard.NoisyRows, "Fine-tuning rows by annotators who make typical mistakes of reasoning.");

    public ProblemsVerb()
        : base(
            "problems",
            "Write word problems of the arithmetic world and fine-tuning rows; no problem is in two splits.",
            "tsmc problems --output problems",
            "tsmc problems --output small --difficulty easy --train 100 --clean-rows 1000 --noisy-rows 0") =>
        AddAll(_output, _seed, _difficulty, _train, _valid, _test, _cleanRows, _noisyRows);

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        string folder = session.Require(_output);
        long seed = session.Get(_seed);
        var options = new ArithmeticDataOptions
        {
            TrainProblems = session.Get(_train),
            ValidationProblems = session.Get(_valid),
            TestProblems = session.Get(_test),
            CleanRows = session.Get(_cleanRows),
            NoisyRows = session.Get(_noisyRows),
        };
        options.Validate();
        var world = new ArithmeticWorld(ArithmeticWorldOptions.Named(session.Require(_difficulty)), seed);
        var annotator = new Annotator(new AnnotatorOptions(), seed);
        int total = options.TrainProblems + options.ValidationProblems + options.TestProblems + options.CleanRows + options.NoisyRows;
        await session.WithProgressAsync(progress => Task.Run(
            () =>
            {
                var relay = new Relay<int>(rows => progress.Report(new StageProgress("problems", rows, total, "rows")));
                ArithmeticData.Write(folder, world, annotator, options, relay, ct);
                relay.Report(total);
                return total;
            },
            ct)).ConfigureAwait(false);
        session.Remark($"{total} rows are in {folder}.");
        return ExitCode.Success;
    }
}
