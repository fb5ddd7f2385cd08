using System.CommandLine;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Runs;
using Tsmc.Problems;
using Tsmc.Sampling;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc generate</c>: independent samples of the generator, graded (method: stage 2).</summary>
internal sealed class GenerateVerb : Verb
{
    private const int PaperNumSamples = 40; // K of the method's stage 2

    private readonly SolutionFlags _solutions = new(Flag.Optional<string>("--value-model", "Folder of a value model, which fills `value`."));
    private readonly Option<string?> _promptFile = Flag.Optional<string>("--prompt-file", "JSON Lines file of rows {\"prompt\"}, with --raw-prompt instead of --problems.");
    private readonly Option<bool> _rawPrompt = Flag.Of(
        "--raw-prompt", false, "Continue each prompt as it stands, once; rows {\"prompt\", \"output\", \"ids\"} are written and nothing is graded.");

    private readonly Option<int> _numSamples = Flag.Of("--num-samples", PaperNumSamples, "Solutions per problem, K.");
    private readonly TokenSamplingFlags _sampling = new();
    private readonly EngineFlags _engine = new();
    private readonly PlacementFlags _placement = new("auto");

    public GenerateVerb()
        : base(
            "generate",
            "Sample solutions of problems from the generator and grade them: the value function's training data, and the plain samples for voting.",
            "tsmc generate --model generator --problems train.jsonl --output train-samples.jsonl",
            "tsmc generate --model generator --problems test.jsonl --output greedy.jsonl --num-samples 1 --temperature 0",
            "tsmc generate --model generator --prompt-file prompts.jsonl --raw-prompt --temperature 0 --max-new-tokens 128 --output out.jsonl") =>
        AddAll([.. _solutions.All, _promptFile, _rawPrompt, _numSamples, .. _sampling.All, .. _engine.All, .. _placement.All]);

    public override string GoOn => "The same command goes on behind the last whole problem.";

    protected override Task<int> RunAsync(Session session, CancellationToken ct)
    {
        if (session.Get(_rawPrompt) || session.Get(_promptFile) is not null)
        {
            return RunRawAsync(session, ct);
        }
        int numSamples = session.Get(_numSamples);
        if (numSamples < 1)
        {
            throw new ArgumentException($"num-samples is {numSamples}; expected at least 1.");
        }
        TokenSampling sampling = _sampling.Read(session, new TokenSampling());
        var run = new SolutionRun("generate", session, _solutions, _engine.Read(session), _placement.Read(session));
        return run.RunAsync(sampling, numSamples, new { num_samples = numSamples }, async (sampler, scores, problem, index, token) =>
        {
            PlainSample sample = await sampler.PlainAsync(problem, index, numSamples, sampling, token).ConfigureAwait(false);
            IReadOnlyList<Solution> rows = await scores.ValuesAsync(sample.Prompt, sample.Particles, sample.Solutions, token).ConfigureAwait(false);
            return new SolvedProblem(await scores.RewardsAsync(sample.Prompt, sample.Particles, rows, token).ConfigureAwait(false), []);
        }, ct);
    }

    private Task<int> RunRawAsync(Session session, CancellationToken ct)
    {
        string? prompts = session.Get(_promptFile);
        if (prompts is null || !session.Get(_rawPrompt) || _solutions.HasProblems(session))
        {
            throw new ArgumentException("--prompt-file and --raw-prompt go together, without --problems.");
        }
        var run = new RawPromptRun(session, _solutions.Model(session), prompts, _solutions.Output(session));
        return run.RunAsync(_sampling.Read(session, new TokenSampling()), _engine.Read(session), _placement.Read(session), ct);
    }
}
