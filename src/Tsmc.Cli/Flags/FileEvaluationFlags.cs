using System.CommandLine;
using Tsmc.Evaluation;

namespace Tsmc.Cli.Flags;

/// <summary>The flags of an evaluation on files, as the paper's code has them.</summary>
internal sealed class FileEvaluationFlags
{
    private static readonly FileEvaluationOptions Standard = new();
    private static readonly Dictionary<string, RewardScale> Scales = new() { ["probability"] = RewardScale.Probability, ["logit"] = RewardScale.Logit };

    private readonly Option<string?> _promptFile = Flag.Optional<string>(
        "--prompt-file", "Problems with answers, in any known format (JSON Lines or an array): evaluates one file at one N.");

    private readonly Option<string?> _solutionFile = Flag.Optional<string>(
        "--solution-file", "Solutions, JSON Lines or an array: idx, sample_idx, prompt, output, reward[], value[].");

    private readonly Option<int> _numSamples = Flag.Of("--num-samples", Standard.NumSamples, "With --prompt-file: solutions that vote, N.");
    private readonly Option<int> _tsmcBatchSize = Flag.Of("--tsmc-batch-size", Standard.TsmcBatchSize, "With --prompt-file: particles of a TSMC group, M.");

    private readonly Option<string[]> _method = new("--method")
    {
        Description = $"With --prompt-file: how to vote, some of {string.Join(", ", FileEvaluation.MethodNames)}.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [Methods.MajorityVote],
    };

    private readonly Option<string> _rewardScale = Flag.Word(
        "--reward-scale", "probability", [.. Scales.Keys], "With --prompt-file: what the rewards are; of logits the sigmoid counts.");

    public IEnumerable<Option> All => [_promptFile, _solutionFile, _numSamples, _tsmcBatchSize, _method, _rewardScale];

    /// <summary>Whether files shall be evaluated this way.</summary>
    public bool Asked(Session session) => session.Get(_promptFile) is not null || session.Get(_solutionFile) is not null;

    /// <summary>The files, the methods and the settings.</summary>
    /// <exception cref="ArgumentException">One of the files is missing.</exception>
    public (string PromptFile, string SolutionFile, string[] Methods, FileEvaluationOptions Options) Read(
        Session session, EvaluationOptions evaluation, VotingRule tsmcWeight) =>
    (
        session.Get(_promptFile) ?? throw new ArgumentException("--prompt-file is missing; expected it beside --solution-file."),
        session.Get(_solutionFile) ?? throw new ArgumentException("--solution-file is missing; expected it beside --prompt-file."),
        session.Require(_method),
        new FileEvaluationOptions
        {
            NumSamples = session.Get(_numSamples),
            TsmcBatchSize = session.Get(_tsmcBatchSize),
            NTrials = evaluation.NTrials,
            Seed = evaluation.Seed,
            TsmcWeight = tsmcWeight,
            RewardScale = Scales[session.Require(_rewardScale)],
        });
}
