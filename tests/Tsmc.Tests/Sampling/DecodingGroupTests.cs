using Tsmc.Randomness;
using Tsmc.Sampling;
using Tsmc.Smc;
using Tsmc.Tokenization;
using static TorchSharp.torch;

namespace Tsmc.Tests.Sampling;

public sealed class DecodingGroupTests
{
    private static readonly int[] Prompt = [TinyWorld.A, TinyWorld.B, TinyWorld.A];
    private static readonly GroupOptions Options = new() { MaxNewTokens = 20, TwistExponent = 1 };

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task The_laws_of_particle_models_hold(int particles)
    {
        using var world = TinyWorld.Letters();
        using DecodingEngine engine = world.Engine(rows: 8);
        using DecodingGroup group = await engine.OpenAsync(new GroupAddress(3, 1), Prompt, particles, Options);

        await ParticleModelLaws.CheckAsync(group, group.Start, TinyWorld.SameTokens, tolerance: 1e-5);
    }

    [Theory]
    [InlineData(1.0, 0)]
    [InlineData(0.7, 3)]
    public async Task Every_token_after_resampling_is_what_a_whole_forward_pass_draws(double temperature, int topK)
    {
        using var world = TinyWorld.Letters(layers: 2);
        using DecodingEngine engine = world.Engine(rows: 12, temperature: temperature, topK: topK);
        var random = new CounterRandom(8, RandomStream.Tokens);
        int checkedTokens = 0;
        for (int index = 0; index < 6; index++)
        {
            using DecodingGroup group = await engine.OpenAsync(new GroupAddress(2, index), Prompt, 6, Options with { Seed = 8 });
            IReadOnlyList<TextParticle> particles = group.Start;
            while (particles.Any(particle => particle.Status == ParticleStatus.Running))
            {
                IReadOnlyList<TextParticle> extended = await group.ExtendAsync(particles, toEnd: false, CancellationToken.None);
                IReadOnlyList<double> logTwists = await group.LogTwistAsync(extended, CancellationToken.None);
                for (int i = 0; i < extended.Count; i++)
                {
                    int[] text = [.. Prompt, .. extended[i].Tokens()];
                    // fp32 sums of 16 terms in another order: some 1e-6 relative; two layers and a logarithm stay below 1e-5
                    Assert.Equal(world.LogValue(text), logTwists[i], 1e-5);
                    if (particles[i].Status != ParticleStatus.Running)
                    {
                        continue;
                    }
                    for (int written = particles[i].Length; written < extended[i].Length; written++)
                    {
                        double[] next = world.NextTokens([text[..(Prompt.Length + written)]], temperature, topK)[0];
                        double uniform = random.Uniform(2, (uint)index, (uint)i, (uint)written | (uint)particles[i].Pauses << 20);
                        if (Draw(next, uniform) is { } token)
                        {
                            Assert.Equal(token, text[Prompt.Length + written]);
                            checkedTokens++;
                        }
                    }
                }
                // Resampling as rough as can be: half of the slots change hands, some with their neighbours' places swapped.
                int[] ancestors = [1, 0, 0, 3, 3, 3];
                particles = [.. ancestors.Select(ancestor => extended[ancestor])];
            }
        }
        Assert.True(checkedTokens > 100, $"only {checkedTokens} tokens were seen");
    }

    [Fact]
    public async Task Offspring_draw_numbers_that_decided_nobody_before()
    {
        // Nothing in this model looks at the context: every token is a function of its uniform number alone.
        using var world = TinyWorld.Letters();
        using (no_grad())
        {
            world.Generator.Head[.., 1..] = 0;
        }
        using DecodingEngine engine = world.Engine(rows: 2);
        int same = 0, compared = 0;
        for (int index = 0; index < 400; index++)
        {
            using DecodingGroup group = await engine.OpenAsync(new GroupAddress(0, index), Prompt, 2, Options);
            IReadOnlyList<TextParticle> first = await group.ExtendAsync(group.Start, toEnd: false, CancellationToken.None);
            if (first[1].Status == ParticleStatus.Running && first[0].Length > first[1].Length)
            {
                // The longer particle dies; the shorter one goes on in its slot, over positions where it had drawn before.
                IReadOnlyList<TextParticle> next = await group.ExtendAsync([first[1], first[1]], toEnd: true, CancellationToken.None);
                compared++;
                same += first[0].Tokens()[first[1].Length] == next[0].Tokens()[first[1].Length] ? 1 : 0;
            }
        }
        Assert.True(compared >= 30, $"only {compared} groups had a longer and a shorter first step");
        // By chance two draws agree with probability sum p^2, here below 0.45; with numbers used twice they always do.
        Assert.True(same < 0.75 * compared, $"{same} of {compared} offspring wrote what the particle before them had written");
    }

    [Fact]
    public async Task Pauses_are_at_step_ends_behind_the_warm_up()
    {
        const int Warmup = 4;
        using var world = TinyWorld.Letters(eos: -0.5);
        using DecodingEngine engine = world.Engine(rows: 16);
        using DecodingGroup group = await engine.OpenAsync(new GroupAddress(0, 0), Prompt, 16, Options with { Warmup = Warmup });
        var stepEnds = new StepEnds(world.Tokenizer);
        int hidden = 0, paused = 0;

        IReadOnlyList<TextParticle> particles = group.Start;
        while (particles.Any(particle => particle.Status == ParticleStatus.Running))
        {
            IReadOnlyList<TextParticle> before = particles;
            particles = await group.ExtendAsync(particles, toEnd: false, CancellationToken.None);
            for (int i = 0; i < particles.Count; i++)
            {
                if (before[i].Status != ParticleStatus.Running)
                {
                    continue;
                }
                int[] ends = [.. stepEnds.Positions(particles[i].Tokens()).Select(position => position + 1).Where(length => length > before[i].Length)];
                int[] counted = [.. ends.Where(length => length > Warmup && length < particles[i].Length)];
                hidden += ends.Count(length => length <= Warmup);
                Assert.Empty(counted);
                if (particles[i].Status == ParticleStatus.Running)
                {
                    paused++;
                    Assert.Equal(particles[i].Length, ends[^1]);
                    Assert.True(particles[i].Length > Warmup);
                }
            }
        }
        Assert.True(hidden > 0 && paused > 0, "the warm-up hid no step end, or nobody paused");
    }

    [Fact]
    public async Task The_token_limit_truncates_and_leaves_no_weight()
    {
        using var world = TinyWorld.Letters(eos: -9);
        using DecodingEngine engine = world.Engine(rows: 4);
        TsmcOptions options = new() { Temperature = 1, TopK = 0, MaxNewTokens = 7, Warmup = 0 };
        using DecodingGroup group = await engine.OpenAsync(new GroupAddress(0, 0), Prompt, 4, options.Group);

        SmcRun<TextParticle> run = await SolutionSampler.RunAsync(group, options).CollectAsync();

        Assert.All(run.Particles, particle => Assert.Equal((7, ParticleStatus.Truncated), (particle.Length, particle.Status)));
        Assert.Equal(double.NegativeInfinity, run.LogEvidence);
        Assert.True(run.Weights.AllZero);
    }

    [Fact]
    public async Task All_finished_before_any_pause_are_weighed_once()
    {
        using var world = TinyWorld.Letters(eos: 9);
        using DecodingEngine engine = world.Engine(rows: 4);
        TsmcOptions options = new() { Temperature = 1, TopK = 0, MaxNewTokens = 7, Warmup = 0, TsmcTemperature = 1 };
        using DecodingGroup group = await engine.OpenAsync(new GroupAddress(0, 0), Prompt, 4, options.Group);

        SmcRun<TextParticle> run = await SolutionSampler.RunAsync(group, options).CollectAsync();

        Assert.Single(run.Steps);
        Assert.All(run.Particles, particle => Assert.Equal([TinyWorld.Eos], particle.Tokens()));
        Assert.Equal(world.LogValue([.. Prompt, TinyWorld.Eos]), run.LogEvidence, 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task There_are_no_more_resamplings_than_stop_steps(int stopSteps)
    {
        using var world = TinyWorld.Letters(eos: -1);
        using DecodingEngine engine = world.Engine(rows: 8);
        TsmcOptions options = new() { Temperature = 1, TopK = 0, MaxNewTokens = 20, Warmup = 0, StopSteps = stopSteps };
        using DecodingGroup group = await engine.OpenAsync(new GroupAddress(0, 0), Prompt, 8, options.Group);

        SmcRun<TextParticle> run = await SolutionSampler.RunAsync(group, options).CollectAsync();

        Assert.Equal(stopSteps, run.Steps.Count(step => step.Ancestors is not null));
        Assert.Equal(stopSteps + 1, run.Steps.Count);
    }

    [Fact]
    public async Task Logits_that_are_no_numbers_are_refused_with_the_particle_named()
    {
        using var world = TinyWorld.Letters();
        using (no_grad())
        {
            world.Generator.Head.fill_(double.NaN);
        }
        using DecodingEngine engine = world.Engine(rows: 4);
        using DecodingGroup group = await engine.OpenAsync(new GroupAddress(7, 2, FirstParticle: 40), Prompt, 4, Options);

        var error = await Assert.ThrowsAsync<InvalidDataException>(
            async () => await group.ExtendAsync(group.Start, toEnd: false, CancellationToken.None));

        Assert.Equal(
            "Problem 7, group 2, particle 40, token 0: the generator's logits are not numbers; expected finite weights.", error.Message);
    }

    [Fact]
    public async Task Values_that_are_no_numbers_are_refused_with_step_and_particle_named()
    {
        using var world = TinyWorld.Letters();
        using (no_grad())
        {
            world.Values.Head.fill_(double.NaN);
        }
        using DecodingEngine engine = world.Engine(rows: 4);
        TsmcOptions options = new() { Temperature = 1, TopK = 0, MaxNewTokens = 9, Warmup = 0 };
        using DecodingGroup group = await engine.OpenAsync(new GroupAddress(0, 0), Prompt, 4, options.Group);

        var error = await Assert.ThrowsAsync<InvalidDataException>(
            async () => await SolutionSampler.RunAsync(group, options).CollectAsync());

        Assert.Matches("^Step 1, particle [0-3]: the log twist is NaN; expected a finite number[^.]*\\.$", error.Message);
    }

    [Fact]
    public async Task What_a_group_cannot_do_is_said()
    {
        using var world = TinyWorld.Letters(eos: -9);
        using DecodingEngine engine = world.Engine(rows: 4, values: false);
        using DecodingGroup group = await engine.OpenAsync(new GroupAddress(0, 0), Prompt, 2, Options with { MaxNewTokens = 100 });

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await group.ExtendAsync([.. group.Start, group.Start[0]], toEnd: true, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await group.LogTwistAsync(group.Start, CancellationToken.None));
        ValueTask<IReadOnlyList<TextParticle>> first = group.ExtendAsync(group.Start, toEnd: true, CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await group.ExtendAsync(group.Start, toEnd: true, CancellationToken.None));
        Assert.Equal(2, (await first).Count);
    }

    /// <summary>
    /// The token at a uniform number, tokens in the order of falling probability; null when the number lies so near a border that the
    /// rounding of fp32 decides.
    /// </summary>
    private static int? Draw(double[] probabilities, double uniform)
    {
        double cumulative = 0;
        foreach (int token in Enumerable.Range(0, probabilities.Length).OrderByDescending(token => probabilities[token]))
        {
            cumulative += probabilities[token];
            if (Math.Abs(cumulative - uniform) < 1e-5)
            {
                return null;
            }
            if (uniform < cumulative)
            {
                return token;
            }
        }
        return null;
    }
}
