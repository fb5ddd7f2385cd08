using System.CommandLine;
using Tsmc.Charts;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Cli.Runs;
using Tsmc.Demonstration;
using Tsmc.Evaluation;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc evaluate</c>: voting, accuracy curves and gaps (method: stage 5).</summary>
internal sealed class EvaluateVerb : Verb
{
    private static readonly Dictionary<string, VotingRule> Weights = new()
    {
        ["reward"] = VotingRule.WeightedByReward,
        ["value"] = VotingRule.WeightedByValue,
        ["importance"] = VotingRule.WeightedByImportance,
    };

    private readonly Option<string?> _problems = Flag.Optional<string>("--problems", "JSON Lines file of the problems; required, save with --prompt-file.");
    private readonly Option<string[]> _solutions = Files("--solutions", "Solutions files, required with --problems; rows of every method, M and seed are told apart.");
    private readonly Option<string[]> _tsmcSolutions = Files("--tsmc-solutions", "Solutions files of `tsmc sample`; several M give a figure against M.");
    private readonly Option<string[]> _greedy = Files("--greedy", "Solutions files of `tsmc generate --num-samples 1 --temperature 0`.");
    private readonly Option<string?> _output = Flag.Optional<string>("--output", "Folder for accuracy.csv and the figures, required with --problems; with --prompt-file for accuracy.csv only.");
    private readonly Option<string[]> _methods = new("--methods")
    {
        Description = $"Methods of the table, of {string.Join(", ", Methods.All)}; without it all that the files allow.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _tsmcWeight = Flag.Word("--tsmc-weight", "reward", [.. Weights.Keys], "By what tsmc-wmv votes.");
    private readonly Option<string> _grader = GraderFlag.New();
    private readonly EvaluationFlags _evaluation = new();
    private readonly FileEvaluationFlags _files = new();

    public EvaluateVerb()
        : base(
            "evaluate",
            "Vote and draw accuracy against N and M, with standard errors and the gaps between methods; or vote over one file at one N (--prompt-file).",
            "tsmc evaluate --problems test.jsonl --solutions plain.jsonl --tsmc-solutions tsmc.jsonl --greedy greedy.jsonl --output results",
            "tsmc evaluate --problems test.jsonl --solutions plain.jsonl --methods mv pass --n-trials 20 --output quick",
            "tsmc evaluate --prompt-file math500_test.json --solution-file samples.jsonl --num-samples 240 --tsmc-batch-size 40 --method mv wmv-prm-min") =>
        AddAll([_problems, _solutions, _tsmcSolutions, _greedy, _output, _methods, _tsmcWeight, _grader, .. _evaluation.All, .. _files.All]);

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        EvaluationOptions options = _evaluation.Read(session);
        options.Validate();
        string[] wanted = session.Get(_methods) ?? [];
        if (_files.Asked(session))
        {
            return await FileRun.RunAsync(session, _files.Read(session, options, Weights[session.Require(_tsmcWeight)]), session.Grader(_grader), session.Get(_output), ct).ConfigureAwait(false);
        }
        if (wanted.FirstOrDefault(method => !Methods.All.Contains(method)) is { } unknown)
        {
            throw new ArgumentException($"methods holds \"{unknown}\"; expected some of {string.Join(", ", Methods.All)}.");
        }
        SolutionSets sets = SolutionSets.Read(Needed(session.Get(_problems), "--problems"),
        [
            .. (session.Get(_solutions) is { Length: > 0 } solutions ? solutions : [Needed(null, "--solutions")]).Select(path => (path, (string?)null)),
            .. (session.Get(_tsmcSolutions) ?? []).Select(path => (path, "tsmc")),
            .. (session.Get(_greedy) ?? []).Select(path => (path, "greedy")),
        ],
            session.Grader(_grader));
        string folder = Needed(session.Get(_output), "--output");
        MethodCurve[] curves = Serving(session, sets, wanted);
        List<AccuracyPoint> points = await session.WithProgressAsync(progress => Task.Run(() => Points(curves, sets, options, progress, ct), ct))
            .ConfigureAwait(false);

        CsvFile.Write(Frames.Accuracy(points), Path.Combine(folder, ReproductionReport.AccuracyFile));
        session.Output.WriteLine($"{sets.Problems} problems.");
        ResultTables.Accuracy(session, points);
        PairedDifference[] gaps = [.. Gaps(points, options)];
        if (gaps.Length > 0)
        {
            session.Output.WriteLine();
            ResultTables.Gaps(session, gaps, options.Confidence);
        }
        await FigureFiles.WriteAsync(
            session, Figures.AccuracyVersusN(Frames.Accuracy(points)), folder, ReproductionReport.VersusN, "Accuracy against N", ct).ConfigureAwait(false);
        if (points.Where(point => point.M > 1).GroupBy(point => point.N).Any(n => n.Select(point => point.M).Distinct().Count() > 1))
        {
            await FigureFiles.WriteAsync(
                session, Figures.AccuracyVersusM(Frames.Accuracy(points)), folder, ReproductionReport.VersusM, "Accuracy against M", ct).ConfigureAwait(false);
        }
        session.Remark($"accuracy.csv and the figures are in {folder}.");
        return ExitCode.Success;
    }

    private MethodCurve[] Serving(Session session, SolutionSets sets, string[] wanted)
    {
        var serving = new List<MethodCurve>();
        foreach (MethodCurve curve in MethodCurve.All(Weights[session.Require(_tsmcWeight)]))
        {
            bool asked = wanted.Contains(curve.Method);
            string? missing = curve.Missing(sets);
            if (missing is null && (asked || wanted.Length == 0))
            {
                serving.Add(curve);
            }
            else if (missing is not null && asked)
            {
                throw new ArgumentException($"methods holds {curve.Method}, but {missing}.");
            }
            else if (missing is not null && wanted.Length == 0)
            {
                session.Remark($"{curve.Method} is left out: {missing}.");
            }
        }
        return [.. serving];
    }

    private static List<AccuracyPoint> Points(
        MethodCurve[] curves, SolutionSets sets, EvaluationOptions options, IProgress<StageProgress> progress, CancellationToken ct)
    {
        var points = new List<AccuracyPoint>();
        foreach ((int done, MethodCurve curve) in curves.Index())
        {
            var relay = new Relay<double>(share => progress.Report(new StageProgress("evaluate", done + share, curves.Length, "methods")));
            points.AddRange(curve.Points(sets, options, relay, ct));
        }
        return points;
    }

    /// <summary>The paper's orderings, at the largest N that both methods have; TSMC with the M of the figure against N.</summary>
    private static IEnumerable<PairedDifference> Gaps(List<AccuracyPoint> points, EvaluationOptions options)
    {
        int m = points.Where(point => point.M > 1).GroupBy(point => point.M)
            .OrderByDescending(curve => curve.Count()).ThenByDescending(curve => curve.Key).FirstOrDefault()?.Key ?? 1;
        ILookup<string, AccuracyPoint> curves = points.Where(point => point.M == 1 || point.M == m).ToLookup(point => point.Method);
        foreach ((string better, string baseline) in ReproductionResult.Orderings.Concat(ReproductionResult.Further))
        {
            (AccuracyPoint Better, AccuracyPoint Baseline)? pair = curves[better]
                .SelectMany(one => curves[baseline].Where(other => other.N == one.N || baseline == Methods.Greedy).Select(other => (one, other)))
                .OrderBy(both => both.one.N)
                .Cast<(AccuracyPoint, AccuracyPoint)?>()
                .LastOrDefault();
            if (pair is { } both)
            {
                yield return PairedBootstrap.Compare(both.Better, both.Baseline, options);
            }
        }
    }

    private static string Needed(string? value, string flag) =>
        value ?? throw new ArgumentException($"{flag} is missing; expected --problems, --solutions and --output, or --prompt-file and --solution-file.");

    private static Option<string[]> Files(string name, string description) => new(name)
    {
        Description = description,
        AllowMultipleArgumentsPerToken = true,
    };
}
