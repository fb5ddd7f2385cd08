using Tsmc.Cli.Flags;
using Tsmc.Cli.Runs;
using Tsmc.Records;
using Tsmc.Sampling;
using Tsmc.Smc;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc sample</c>: solutions by twisted SMC (method: stage 4).</summary>
internal sealed class SampleVerb : Verb
{
    private readonly SolutionFlags _solutions = new(new("--value-model")
    {
        Description = "Folder of the value model behind the twist.",
        Required = true,
    });

    private readonly TsmcFlags _tsmc = new();
    private readonly RecordFlags _record = new();
    private readonly EngineFlags _engine = new();
    private readonly PlacementFlags _placement = new("auto");

    public SampleVerb()
        : base(
            "sample",
            "Sample solutions of problems by twisted SMC: groups of M particles, weighed at step ends by the value function and resampled.",
            "tsmc sample --model generator --value-model value --problems test.jsonl --output tsmc.jsonl",
            "tsmc sample --model generator --value-model value --problems test.jsonl --output m10.jsonl --num-samples 80 --tsmc-batch-size 10 --warmup 0",
            "tsmc sample --model generator --value-model value --problems test.jsonl --output tsmc.jsonl --record run.jsonl && tsmc view run.jsonl") =>
        AddAll([.. _solutions.All, .. _tsmc.All, .. _record.All, .. _engine.All, .. _placement.All]);

    public override string GoOn => "The same command goes on behind the last whole problem.";

    protected override Task<int> RunAsync(Session session, CancellationToken ct)
    {
        TsmcOptions options = _tsmc.Read(session);
        options.Validate();
        var run = new SolutionRun("sample", session, _solutions, _engine.Read(session), _placement.Read(session))
        {
            Record = _record.Read(session, RunHeader.Of(options) with
            {
                Model = _solutions.Model(session),
                ValueModel = _solutions.ValueModel(session),
                Problems = _solutions.Problems(session),
            }, _solutions.Output(session)),
        };
        var settings = new
        {
            num_samples = options.NumSamples,
            tsmc_batch_size = options.TsmcBatchSize,
            tsmc_temperature = options.TsmcTemperature,
            stop_steps = options.StopSteps,
            warmup = options.Warmup,
            scheme = ResamplingSchemeName.Of(options.Scheme),
            ess_threshold = options.EssThreshold,
        };
        return run.RunAsync(options, options.NumSamples, settings, async (sampler, scores, problem, index, token) =>
        {
            TsmcSample sample = await sampler.TsmcAsync(problem, index, options, token).ConfigureAwait(false);
            TextParticle[] particles = [.. sample.Runs.SelectMany(group => group.Particles)];
            return new SolvedProblem(
                await scores.RewardsAsync(sample.Prompt, particles, sample.Solutions, token).ConfigureAwait(false), sample.Runs);
        }, ct);
    }
}
