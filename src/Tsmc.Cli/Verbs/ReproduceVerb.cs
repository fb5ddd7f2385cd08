using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Tsmc.Charts;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Demonstration;
using Tsmc.Evaluation;
using Tsmc.Problems;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc reproduce</c>: the paper's experiment on the demonstration models, from problems to figures.</summary>
internal sealed class ReproduceVerb : Verb
{
    private static readonly ReproductionOptions Standard = new();

    private readonly Option<string> _output = Flag.Of("--output", Path.Combine("artifacts", "reproduce"), "Folder for solutions, table, figures and report.");
    private readonly Option<string?> _demo = Flag.Optional<string>("--demo", "Folder of the demonstration models; without it data/demo of the repository.");
    private readonly Option<bool> _quick = Flag.Of("--quick", false, "A smaller run that ends in about a minute, into OUTPUT/quick.");
    private readonly Option<int> _problems = Flag.Of("--problems", Standard.Problems, "Held-out problems.");
    private readonly Option<int> _numSamples = Flag.Of("--num-samples", Standard.NumSamples, "Solutions per problem and run, N.");
    private readonly Option<int> _tsmcBatchSize = Flag.Of("--tsmc-batch-size", Standard.TsmcBatchSize, "Particles of one group, M, in the figure against N.");
    private readonly Option<int[]> _otherBatchSizes = Many("--other-batch-sizes", Standard.OtherBatchSizes, "The other M of the figure against M.");
    private readonly Option<long[]> _seeds = Many("--seeds", Standard.Seeds, "Sampling seeds.");
    private readonly Option<double> _tsmcTemperature = Flag.Of("--tsmc-temperature", Standard.TsmcTemperature, "Exponent on the value; the paper's is 0.5.");
    private readonly EngineFlags _engine = new();

    public ReproduceVerb()
        : base(
            "reproduce",
            "Sample held-out problems with the demonstration models, plainly and by twisted SMC, vote, and draw the paper's figures.",
            "tsmc reproduce",
            "tsmc reproduce --quick",
            "tsmc reproduce --tsmc-temperature 0.5 --output artifacts/square-root") =>
        AddAll([_output, _demo, _quick, _problems, _numSamples, _tsmcBatchSize, _otherBatchSizes, _seeds, _tsmcTemperature, .. _engine.All]);

    public override string GoOn => "The same command goes on behind the last whole problem.";

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        bool quick = session.Get(_quick);
        string folder = quick ? Path.Combine(session.Require(_output), "quick") : session.Require(_output);
        ReproductionOptions options = quick
            ? ReproductionOptions.Quick with { TsmcTemperature = session.Get(_tsmcTemperature) }
            : new ReproductionOptions
            {
                Problems = session.Get(_problems),
                NumSamples = session.Get(_numSamples),
                TsmcBatchSize = session.Get(_tsmcBatchSize),
                OtherBatchSizes = session.Require(_otherBatchSizes),
                Seeds = session.Require(_seeds),
                TsmcTemperature = session.Get(_tsmcTemperature),
            };
        options.Validate();
        string solutions = Path.Combine(folder, "solutions.jsonl");
        var clock = Stopwatch.StartNew();
        using DemonstrationModels models = DemonstrationModels.Load(session.Get(_demo) ?? DemonstrationModels.FindFolder());
        var reproduction = new Reproduction(models, [.. models.TestProblems().Select(problem => problem.ToProblem())], options);
        int resumed = await session.WithProgressAsync(async progress =>
        {
            int before = 0;
            await reproduction.SampleAsync(solutions, _engine.Read(session), new Relay<ReproductionProgress>(step =>
            {
                before = step.Resumed;
                progress.Report(new StageProgress("sample", step.Done, step.Total, "problems"));
            }), ct).ConfigureAwait(false);
            return before;
        }).ConfigureAwait(false);
        TimeSpan sampling = clock.Elapsed;
        session.Remark("Voting and drawing ...");
        ReproductionResult result = ReproductionResult.Of(JsonLines.Read<Solution>(solutions), options, ct: ct);
        IReadOnlyList<string> missing = await ReproductionReport.SaveAsync(result, options, Machine(models, sampling, resumed, options), folder, ct).ConfigureAwait(false);
        Show(session, result, options);
        foreach (string sentence in missing)
        {
            session.Remark(sentence);
        }
        session.Output.WriteLine($"Wrote {Path.Combine(folder, ReproductionReport.ReportFile)}, {ReproductionReport.AccuracyFile} and the figures.");
        return ExitCode.Success;
    }

    private static void Show(Session session, ReproductionResult result, ReproductionOptions options)
    {
        session.Table(["method", "N", "M", "accuracy %", "standard error"], result.Accuracy
            .Where(point => point.N == options.NumSamples || point.Method == Methods.Greedy)
            .Select(point => new[]
            {
                Methods.Title(point.Method), $"{point.N}", $"{point.M}", Percent(point.Accuracy), Percent(point.StandardError),
            }));
        foreach (string finding in ReproductionReport.Findings(result, options))
        {
            session.Output.WriteLine(finding);
        }
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Machine(
        DemonstrationModels models, TimeSpan sampling, int resumed, ReproductionOptions options) =>
    [
        new("Models", $"generator, value function and ORM of {models.Generator.Parameters.Sum(weight => weight.numel()):N0} weights each, fp32"),
        new("Machine", $"{Environment.ProcessorCount} processors, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}"),
        new("Sampling took", $"{StageClock.Duration(sampling.TotalSeconds)} for {options.Problems - resumed} problems in the last call"
            + (resumed > 0 ? $", {resumed} were there before" : "")),
    ];

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    private static Option<T[]> Many<T>(string name, IReadOnlyList<T> standard, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => [.. standard],
        AllowMultipleArgumentsPerToken = true,
    };
}
