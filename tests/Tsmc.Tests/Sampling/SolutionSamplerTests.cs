using Tsmc.Grading;
using Tsmc.Problems;
using Tsmc.Sampling;
using Tsmc.Smc;

namespace Tsmc.Tests.Sampling;

public sealed class SolutionSamplerTests
{
    private static readonly Problem[] Problems =
        [.. Enumerable.Range(0, 4).Select(i => new Problem { Id = $"p{i}", Text = $"What is {i} + {i * 7}?", Answer = $"{i * 8}" })];

    private static readonly TokenSampling Plain = new() { MaxNewTokens = 40, Seed = 21 };

    private static readonly TsmcOptions Tsmc = new()
    {
        MaxNewTokens = 40, Seed = 21, NumSamples = 14, TsmcBatchSize = 4, Warmup = 2, TsmcTemperature = 1,
    };

    // In fp32 a product's last bits depend on the batch. A token changes only when its uniform number lies within some 1e-7 of a border,
    // about once in a million draws; here some two thousand tokens are drawn, at a fixed seed.
    [Fact]
    public async Task Plain_solutions_do_not_depend_on_rows_or_workers()
    {
        using var world = TinyWorld.Ascii();
        IReadOnlyList<Solution> expected = await AllAsync(1, 1);
        Assert.Equal(Problems.Length * 9, expected.Count);
        Assert.True(expected.Select(row => row.Output).Distinct().Count() > 25, "the solutions are all alike; the test would see nothing");
        foreach ((int rows, int workers) in new[] { (7, 1), (64, 1), (7, 2), (64, 2) })
        {
            Assert.Equal(expected.Select(Text), (await AllAsync(rows, workers)).Select(Text));
        }

        async Task<IReadOnlyList<Solution>> AllAsync(int rows, int workers)
        {
            using DecodingEngine engine = Engine(world, rows, workers);
            var sampler = new SolutionSampler(engine, world.Tokenizer, NumericGrader.Instance);
            PlainSample[] samples = await Task.WhenAll(Problems.Select((problem, index) => sampler.PlainAsync(problem, index, 9, Plain)));
            return [.. samples.SelectMany(sample => sample.Solutions)];
        }
    }

    [Fact]
    public async Task Tsmc_solutions_do_not_depend_on_rows_or_workers()
    {
        using var world = TinyWorld.Ascii();
        IReadOnlyList<TsmcSample> expected = await AllAsync(4, 1);
        Assert.True(expected.Sum(sample => sample.Runs.Sum(run => run.Steps.Count(step => step.Ancestors is not null))) >= 8, "hardly resampled");
        foreach ((int rows, int workers) in new[] { (28, 1), (64, 1), (8, 2), (64, 2) })
        {
            foreach ((TsmcSample one, TsmcSample other) in expected.Zip(await AllAsync(rows, workers)))
            {
                Assert.Equal(one.Solutions.Select(Text), other.Solutions.Select(Text));
                Assert.Equal(one.Runs.Select(run => run.LogEvidence), other.Runs.Select(run => run.LogEvidence), Close);
                Assert.Equal(one.Solutions.SelectMany(row => row.Values), other.Solutions.SelectMany(row => row.Values), Close);
            }
        }

        async Task<IReadOnlyList<TsmcSample>> AllAsync(int rows, int workers)
        {
            using DecodingEngine engine = Engine(world, rows, workers);
            var sampler = new SolutionSampler(engine, world.Tokenizer, NumericGrader.Instance);
            return await Task.WhenAll(Problems.Select((problem, index) => sampler.TsmcAsync(problem, index, Tsmc)));
        }

        static bool Close(double a, double b) => a == b || Math.Abs(a - b) < 1e-5;
    }

    [Fact]
    public async Task Rows_say_where_they_come_from()
    {
        using var world = TinyWorld.Ascii();
        using DecodingEngine engine = Engine(world, 16, 2);
        var sampler = new SolutionSampler(engine, world.Tokenizer, NumericGrader.Instance);

        TsmcSample sample = await sampler.TsmcAsync(Problems[2], 2, Tsmc);

        Assert.Equal(Enumerable.Range(0, 14), sample.Solutions.Select(row => row.SampleIndex));
        Assert.Equal([4, 4, 4, 2], sample.Runs.Select(run => run.Particles.Count));
        Assert.Equal(Enumerable.Range(0, 14).Select(i => i / 4), sample.Solutions.Select(row => row.Group));
        Assert.All(sample.Solutions, row => Assert.Equal((2, "tsmc", 4, 21L), (row.ProblemIndex, row.Method, row.GroupSize, row.Seed)));
        TextParticle[] particles = [.. sample.Runs.SelectMany(run => run.Particles)];
        foreach ((TextParticle particle, Solution row) in particles.Zip(sample.Solutions))
        {
            Assert.Equal(particle.Status == ParticleStatus.Finished, row.Finished);
            Assert.Equal(particle.Length, row.Tokens);
            Assert.Equal(world.Tokenizer.Decode(particle.Tokens()), row.Output);
            Assert.Equal(Math.Exp(world.LogValue([.. sample.Prompt, .. particle.Tokens()])), row.Values[^1], 1e-5);
        }
        foreach (IGrouping<int, Solution> group in sample.Solutions.GroupBy(row => row.Group).Where(group => group.Any(row => row.Finished)))
        {
            Assert.Equal(1, group.Sum(row => Math.Exp(row.LogWeight!.Value)), 1e-9);
        }
    }

    [Fact]
    public async Task One_engine_serves_several_seeds()
    {
        using var world = TinyWorld.Ascii();
        using DecodingEngine engine = Engine(world, 16, 1);
        var sampler = new SolutionSampler(engine, world.Tokenizer, NumericGrader.Instance);
        PlainSample[] samples = await Task.WhenAll(
            new long[] { 21, 22, 21 }.Select(seed => sampler.PlainAsync(Problems[0], 0, 6, Plain with { Seed = seed })));

        Assert.Equal(samples[0].Solutions.Select(Text), samples[2].Solutions.Select(Text));
        Assert.NotEqual(samples[0].Solutions.Select(Text), samples[1].Solutions.Select(Text));
    }

    [Fact]
    public async Task Options_that_the_engine_does_not_follow_are_refused()
    {
        using var world = TinyWorld.Ascii();
        using DecodingEngine engine = Engine(world, 4, 1);
        var sampler = new SolutionSampler(engine, world.Tokenizer, NumericGrader.Instance);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => sampler.PlainAsync(Problems[0], 0, 1, Plain with { Temperature = 0 }));
        Assert.Equal("The options ask for temperature 0 and top-k 20, the engine draws with 0.7 and 20; expected the same.", error.Message);
        error = await Assert.ThrowsAsync<ArgumentException>(() => sampler.TsmcAsync(Problems[0], 0, Tsmc with { TsmcBatchSize = 0 }));
        Assert.StartsWith("tsmc-batch-size is 0", error.Message);
    }

    private static DecodingEngine Engine(TinyWorld world, int rows, int workers) =>
        world.Engine(rows, workers, Plain.Temperature, Plain.TopK, maxContext: 110);

    private static string Text(Solution row) => $"{row.ProblemIndex}/{row.SampleIndex}/{row.Tokens}/{row.Output}";
}
