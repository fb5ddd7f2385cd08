using Tsmc.Grading;
using Tsmc.Problems;
using Tsmc.Randomness;
using Tsmc.Smc;
using Tsmc.Tokenization;

namespace Tsmc.Sampling;

/// <summary>
/// Samples solutions of one problem at a time through a <see cref="DecodingEngine"/>, plainly or by twisted SMC; many calls at once
/// fill the engine's rows. The same seed and problem index give the same solutions whatever else runs.
/// </summary>
public sealed class SolutionSampler(DecodingEngine engine, Tokenizer tokenizer, IGrader grader)
{
    private readonly StepEnds _stepEnds = new(tokenizer);

    /// <summary>The positions at which a step of a solution ends (<see cref="Tokenization.StepEnds.Positions"/>).</summary>
    /// <param name="solution">Token ids of a solution, without its prompt.</param>
    public IReadOnlyList<int> StepEnds(IReadOnlyList<int> solution) => _stepEnds.Positions(solution);

    /// <summary>Independent samples from the generator (method: stage 2).</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="index">Its index in its file: the address of its random numbers.</param>
    /// <param name="numSamples">Number of solutions.</param>
    /// <param name="sampling">Token limit and seed; temperature and top-k must be the engine's.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <exception cref="ArgumentException">An option is out of range, or temperature or top-k are not the engine's.</exception>
    public async Task<PlainSample> PlainAsync(Problem problem, int index, int numSamples, TokenSampling sampling, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numSamples, 1);
        Check(sampling);
        string prompt = PromptFormat.Prompt(problem.Text);
        IReadOnlyList<int> ids = tokenizer.Encode(prompt, tokenizer.AddsBos);
        var options = new GroupOptions { Seed = sampling.Seed, MaxNewTokens = sampling.MaxNewTokens };
        IReadOnlyList<TextParticle>[] parts = await Task.WhenAll(Enumerable.Range(0, numSamples).Chunk(engine.LargestGroup).Select(async part =>
        {
            using DecodingGroup group = await engine.OpenAsync(new GroupAddress(index, 0, part[0]), ids, part.Length, options, ct).ConfigureAwait(false);
            return await group.ExtendAsync(group.Start, toEnd: true, ct).ConfigureAwait(false);
        })).ConfigureAwait(false);
        TextParticle[] particles = [.. parts.SelectMany(part => part)];
        return new PlainSample(particles, [.. particles.Select((particle, i) => Row(problem, index, i, prompt, particle, sampling))], ids);
    }

    /// <summary>Independent samples of many problems, in the problems' order; the index of a problem is its place in the list.</summary>
    /// <param name="problems">The problems.</param>
    /// <param name="numSamples">Number of solutions of each.</param>
    /// <param name="sampling">Token limit and seed; temperature and top-k must be the engine's.</param>
    /// <param name="progress">Told the problems done.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <exception cref="ArgumentException">An option is out of range, or temperature or top-k are not the engine's.</exception>
    public async Task<IReadOnlyList<PlainSample>> PlainAsync(
        IReadOnlyList<Problem> problems, int numSamples, TokenSampling sampling, IProgress<int>? progress = null, CancellationToken ct = default)
    {
        var samples = new List<PlainSample>(problems.Count);
        await foreach (PlainSample sample in InOrder.RunAsync(
            problems.Index(), (job, stop) => PlainAsync(job.Item, job.Index, numSamples, sampling, stop), inFlight: 64, ct).ConfigureAwait(false))
        {
            samples.Add(sample);
            progress?.Report(samples.Count);
        }
        return samples;
    }

    /// <summary>N solutions in independent groups of M particles (method: stage 4).</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="index">Its index in its file: the address of its random numbers.</param>
    /// <param name="options">N, M and all of the method's options; temperature and top-k must be the engine's.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <exception cref="ArgumentException">An option is out of range, or temperature or top-k are not the engine's.</exception>
    public async Task<TsmcSample> TsmcAsync(Problem problem, int index, TsmcOptions options, CancellationToken ct = default)
    {
        Check(options);
        string prompt = PromptFormat.Prompt(problem.Text);
        IReadOnlyList<int> ids = tokenizer.Encode(prompt, tokenizer.AddsBos);
        SmcRun<TextParticle>[] runs = await Task.WhenAll(options.GroupSizes().Select(async (size, number) =>
        {
            using DecodingGroup group = await engine.OpenAsync(new GroupAddress(index, number), ids, size, options.Group, ct).ConfigureAwait(false);
            return await RunAsync(group, options, ct).CollectAsync(ct).ConfigureAwait(false);
        })).ConfigureAwait(false);
        var rows = new List<Solution>();
        foreach ((SmcRun<TextParticle> run, int number) in runs.Select((run, number) => (run, number)))
        {
            int first = rows.Count;
            rows.AddRange(run.Particles.Select((particle, i) => Row(problem, index, first + i, prompt, particle, options) with
            {
                Method = "tsmc",
                Group = number,
                GroupSize = options.TsmcBatchSize,
                Values = particle.Values(),
                LogWeight = Math.Log(run.Weights.Normalised[i]),
                SlotTokens = SlotTokens(run, i),
            }));
        }
        return new TsmcSample(runs, rows, ids);
    }

    /// <summary>One group's run, step by step.</summary>
    public static IAsyncEnumerable<SmcStep<TextParticle>> RunAsync(DecodingGroup group, TsmcOptions options, CancellationToken ct = default) =>
        TwistedSmc.RunAsync(
            group, group.Start, options.Smc, new CounterRandom(options.Seed, RandomStream.Resampling),
            (uint)group.Address.Problem, (uint)group.Address.Group, ct);

    /// <summary>Tokens that a slot of the group wrote over the run, whichever particle stood in it.</summary>
    private static int SlotTokens(SmcRun<TextParticle> run, int slot)
    {
        int written = 0;
        TextParticle? before = null;
        foreach (SmcStep<TextParticle> step in run.Steps)
        {
            // A particle that had ended before stands there unchanged: it wrote nothing at this step.
            written += ReferenceEquals(step.Particles[slot], before) ? 0 : step.Particles[slot].NewTokens.Count;
            before = step.Next[slot];
        }
        return written;
    }

    private void Check(TokenSampling asked)
    {
        asked.Validate();
        if (asked.Temperature != engine.Sampling.Temperature || asked.TopK != engine.Sampling.TopK)
        {
            throw new ArgumentException(
                $"The options ask for temperature {asked.Temperature} and top-k {asked.TopK}, the engine draws with "
                + $"{engine.Sampling.Temperature} and {engine.Sampling.TopK}; expected the same.");
        }
    }

    private Solution Row(Problem problem, int index, int sample, string prompt, TextParticle particle, TokenSampling sampling)
    {
        string output = tokenizer.Decode(particle.Tokens());
        string? answer = particle.Status == ParticleStatus.Finished ? AnswerExtraction.Find(output) : null;
        return new Solution
        {
            ProblemIndex = index,
            SampleIndex = sample,
            Method = sampling.Temperature == 0 ? "greedy" : "plain",
            Seed = sampling.Seed,
            Prompt = prompt,
            Output = output,
            Answer = answer,
            Correct = answer is not null && grader.Equivalent(problem.Answer, answer),
            Finished = particle.Status == ParticleStatus.Finished,
            Tokens = particle.Length,
        };
    }
}
