using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Tsmc.Charts;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Cli.Runs;
using Tsmc.Demonstration;
using Tsmc.Problems;
using Tsmc.Sampling;
using Tsmc.Torch;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc reproduce</c>: the paper's experiment on the demonstration models, from problems to figures.</summary>
internal sealed class ReproduceVerb : Verb
{
    private const string SolutionsFile = "solutions.jsonl";

    private readonly Option<string> _output = Flag.Of(
        "--output", Path.Combine("artifacts", "reproduce"), "Folder for solutions.jsonl, accuracy.csv, the figures and report.html.");

    private readonly Option<string?> _models = Flag.Optional<string>(
        "--models", "Folder of the demonstration models; without it data/demo of the repository.");

    private readonly ReproductionFlags _reproduction = new();
    private readonly EngineFlags _engine = new();

    public ReproduceVerb()
        : base(
            "reproduce",
            "Repeat the paper's experiment on the demonstration models: sample and vote on held-out problems, draw the figures, write a report.",
            "tsmc reproduce",
            "tsmc reproduce --quick --output artifacts/quick") =>
        AddAll([_output, _models, .. _reproduction.All, .. _engine.All]);

    public override string GoOn => "The same command goes on behind the last whole problem.";

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        ReproductionOptions options = _reproduction.Read(session);
        EngineOptions engine = _engine.Read(session);
        engine.Validate();
        string folder = session.Require(_output);
        string solutions = Path.Combine(folder, SolutionsFile);
        using DemonstrationModels models = DemonstrationModels.Load(session.Get(_models) ?? DemonstrationModels.FindFolder());
        var reproduction = new Reproduction(models, [.. models.TestProblems().Select(problem => problem.ToProblem())], options);

        var clock = Stopwatch.StartNew();
        int resumed = await session.WithProgressAsync(progress => SampleAsync(session, reproduction, solutions, engine, progress, ct)).ConfigureAwait(false);
        string sampling = StageClock.Duration(clock.Elapsed.TotalSeconds) + (resumed > 0 ? $", with {resumed} problems sampled before" : "");

        session.Remark("Voting over random subsets.");
        ReproductionResult result = await Task.Run(() => ReproductionResult.Of(JsonLines.Read<Solution>(solutions), options, ct: ct), ct).ConfigureAwait(false);
        KeyValuePair<string, string>[] settings =
        [
            new("Models", Path.GetFileName(Path.TrimEndingDirectorySeparator(models.Folder))),
            new("Machine", $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSArchitecture}, libtorch {Libtorch.EnsureLoaded().Version}"),
            new("Time of sampling and scoring", sampling),
        ];
        foreach (string missing in await ReproductionReport.SaveAsync(result, options, settings, folder, ct).ConfigureAwait(false))
        {
            session.Remark($"No pictures (PNG): {missing}");
        }
        ResultTables.Accuracy(session, result.Accuracy);
        session.Output.WriteLine();
        foreach (string finding in ReproductionReport.Findings(result, options))
        {
            session.Output.WriteLine(finding);
        }
        session.Remark($"See {Path.Combine(folder, ReproductionReport.ReportFile)}.");
        return ExitCode.Success;
    }

    /// <summary>Samples what is missing; returns the number of problems that were there already.</summary>
    private static async Task<int> SampleAsync(
        Session session, Reproduction reproduction, string solutions, EngineOptions engine, IProgress<StageProgress> progress, CancellationToken ct)
    {
        int resumed = 0;
        var relay = new Relay<ReproductionProgress>(at =>
        {
            resumed = at.Resumed;
            progress.Report(new StageProgress("sample", at.Done, at.Total, "problems"));
        });
        try
        {
            await reproduction.SampleAsync(solutions, engine, relay, ct).ConfigureAwait(false);
        }
        catch (InvalidDataException) when (File.Exists(solutions))
        {
            // A quick run, or one with other flags, was here before. Its solutions are kept, and do not stand in the way.
            session.Remark($"The solutions of other settings are kept as {SetAside(solutions)}.");
            await reproduction.SampleAsync(solutions, engine, relay, ct).ConfigureAwait(false);
        }
        return resumed;
    }

    private static string SetAside(string solutions)
    {
        string Aside(int number) => Path.ChangeExtension(solutions, $".{number}.jsonl");
        string Settings(string path) => Path.ChangeExtension(path, ".settings.json");
        string aside = Enumerable.Range(1, int.MaxValue - 1).Select(Aside).First(path => !File.Exists(path));
        File.Move(solutions, aside);
        if (File.Exists(Settings(solutions)))
        {
            File.Move(Settings(solutions), Settings(aside), overwrite: true);
        }
        return aside;
    }
}
