using System.Globalization;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Problems;
using Tsmc.Records;
using Tsmc.Sampling;
using Tsmc.Torch;

namespace Tsmc.Cli.Runs;

/// <summary>What <c>generate</c> and <c>sample</c> share: models, engine, and a file of solutions that a stopped run goes on with.</summary>
internal sealed class SolutionRun(string stage, Session session, SolutionFlags flags, EngineOptions engineOptions, ModelPlacement placement)
{
    /// <summary>Where the runs of solved problems are recorded; null for nowhere.</summary>
    public RunRecordFile? Record { get; init; }

    /// <summary>Solves one problem.</summary>
    public delegate Task<SolvedProblem> Solve(
        SolutionSampler sampler, SampleScores scores, Problem problem, int index, CancellationToken ct);

    /// <summary>Solves the problems that are not in the output yet and appends their rows in order.</summary>
    /// <param name="sampling">How tokens are drawn.</param>
    /// <param name="rowsPerProblem">Solutions of one problem.</param>
    /// <param name="settings">What else the rows depend on.</param>
    /// <param name="solve">Solves one problem.</param>
    /// <param name="ct">Stops the run.</param>
    public async Task<int> RunAsync(TokenSampling sampling, int rowsPerProblem, object settings, Solve solve, CancellationToken ct)
    {
        sampling.Validate();
        engineOptions.Validate();
        string problemsPath = flags.Problems(session);
        Problem[] problems = [.. JsonLines.Read<Problem>(problemsPath).Take(flags.NumProblems(session))];
        using SamplingModels models = SamplingModels.Load(flags.Model(session), flags.ValueModel(session), flags.RewardModel(session), placement);
        int maxContext = LongestPrompt(problems, problemsPath, models) + sampling.MaxNewTokens;
        using var engine = new DecodingEngine(models.Generator, models.Value, models.Tokenizer, sampling, maxContext, engineOptions);
        using ResumableRows rows = ResumableRows.Open(flags.Output(session), AllSettings(sampling, settings), rowsPerProblem);
        PlacementFlags.Remark(session, flags.Model(session), models.Generator);
        int before = rows.Completed;
        using RunRecordWriter? record = Record?.Open(models.Tokenizer, before, flags.Grader(session));
        if (before > 0)
        {
            session.Remark($"{Math.Min(before, problems.Length)} of {problems.Length} problems are there already.");
        }
        var sampler = new SolutionSampler(engine, models.Tokenizer, flags.Grader(session));
        var scores = new SampleScores(
            engine,
            models.Value is null ? null : new SolutionScorer(models.Value, models.Tokenizer),
            models.Reward is null ? null : new SolutionScorer(models.Reward, models.Tokenizer),
            flags.RewardSteps(session));
        await session.WithProgressAsync(async progress =>
        {
            (int solved, int correct) = (before, 0);
            // Twice what the engine can hold: the next problems stand ready when rows fall free.
            int inFlight = Math.Max(2, 2 * engine.Rows / rowsPerProblem);
            progress.Report(new StageProgress(stage, solved, problems.Length, "problems"));
            await foreach (SolvedProblem problem in InOrder.RunAsync(
                problems.Index().Skip(before), (problem, token) => solve(sampler, scores, problem.Item, problem.Index, token), inFlight, ct))
            {
                // The record first: a problem that a stopped run has in its solutions must be in its record too.
                if (record is not null && solved < Record!.Problems)
                {
                    record.Add(solved, problems[solved], problem.Runs);
                }
                rows.Append(problem.Solutions);
                correct += problem.Solutions.Count(solution => solution.Correct);
                string note = string.Create(
                    CultureInfo.InvariantCulture, $"{100.0 * correct / ((++solved - before) * rowsPerProblem):F1} % correct, {engine.TokensDecoded} tokens");
                progress.Report(new StageProgress(stage, solved, problems.Length, "problems", note));
            }
            return solved;
        }).ConfigureAwait(false);
        session.Remark($"{problems.Length} problems with {rowsPerProblem} solutions each are in {flags.Output(session)}.");
        return ExitCode.Success;
    }

    private Dictionary<string, object?> AllSettings(TokenSampling sampling, object settings)
    {
        string? OfModel(string? folder) => folder is null ? null : FileFingerprint.OfModel(folder);
        Dictionary<string, object?> all = new()
        {
            ["stage"] = stage,
            ["model"] = OfModel(flags.Model(session)),
            ["value_model"] = OfModel(flags.ValueModel(session)),
            ["reward_model"] = OfModel(flags.RewardModel(session)),
            ["reward_steps"] = flags.RewardSteps(session),
            ["grader"] = flags.GraderName(session),
            ["problems"] = FileFingerprint.OfFile(flags.Problems(session)),
            ["device"] = placement.DeviceKind, // its rounding can turn a draw
            ["temperature"] = sampling.Temperature,
            ["top_k"] = sampling.TopK,
            ["max_new_tokens"] = sampling.MaxNewTokens,
            ["seed"] = sampling.Seed,
            ["of_the_stage"] = settings,
        };
        if (placement.TypeName is { } type)
        {
            all["dtype"] = type; // the file's own follows from the model
        }
        return all;
    }

    private static int LongestPrompt(Problem[] problems, string path, SamplingModels models)
    {
        if (problems.Length == 0)
        {
            throw new InvalidDataException($"{path}: no problems; expected one JSON object a line.");
        }
        int longest = 0;
        foreach ((int index, Problem problem) in problems.Index())
        {
            try
            {
                longest = Math.Max(longest, models.Tokenizer.Encode(PromptFormat.Prompt(problem.Text), models.Tokenizer.AddsBos).Count);
            }
            catch (ArgumentException error)
            {
                throw new InvalidDataException($"{path}, problem {problem.Id} (number {index + 1}): {error.Message}", error);
            }
        }
        return longest;
    }
}
