using Tsmc.Grading;
using Tsmc.Problems;
using Tsmc.Sampling;

namespace Tsmc.Tests.Sampling;

public class ManyProblemsTests
{
    private static readonly Problem[] Problems =
        [.. Enumerable.Range(0, 3).Select(i => new Problem { Id = $"p{i}", Text = $"How many is {i}?", Answer = $"{i}" })];

    [Fact]
    public async Task Many_problems_give_what_each_gives_alone()
    {
        using TinyWorld world = TinyWorld.Ascii();
        var sampling = new TokenSampling { Temperature = 1, TopK = 0, MaxNewTokens = 40, Seed = 3 };
        using DecodingEngine engine = world.Engine(rows: 16, maxContext: 128);
        var sampler = new SolutionSampler(engine, world.Tokenizer, NumericGrader.Instance);
        CancellationToken ct = TestContext.Current.CancellationToken;
        List<int> told = [];
        IReadOnlyList<PlainSample> many = await sampler.PlainAsync(Problems, 4, sampling, new Told(told), ct);
        for (int i = 0; i < Problems.Length; i++)
        {
            PlainSample alone = await sampler.PlainAsync(Problems[i], i, 4, sampling, ct);
            Assert.Equal(alone.Solutions.Select(row => row.Output), many[i].Solutions.Select(row => row.Output));
        }
        Assert.Equal([1, 2, 3], told);
    }

    [Fact]
    public async Task Slots_of_a_run_add_up_to_the_tokens_decoded()
    {
        using TinyWorld world = TinyWorld.Ascii();
        using DecodingEngine engine = world.Engine(rows: 16, maxContext: 128);
        var sampler = new SolutionSampler(engine, world.Tokenizer, NumericGrader.Instance);
        var options = new TsmcOptions
        {
            Temperature = 1, TopK = 0, MaxNewTokens = 60, NumSamples = 16, TsmcBatchSize = 8, Warmup = 0, StopSteps = 20, TsmcTemperature = 3, Seed = 1,
        };
        TsmcSample sample = await sampler.TsmcAsync(Problems[0], 0, options, TestContext.Current.CancellationToken);
        Assert.Equal(engine.TokensDecoded, sample.Solutions.Sum(row => (long)row.SlotTokens!));
        // Some particle died out, so some slot wrote more or less than its final solution is long.
        Assert.Contains(sample.Solutions, row => row.SlotTokens != row.Tokens);
    }

    [Fact]
    public async Task Rollouts_count_the_correct_endings_of_a_beginning()
    {
        using TinyWorld world = TinyWorld.Ascii();
        using DecodingEngine engine = world.Engine(rows: 64, maxContext: 192);
        var rollouts = new ValueRollouts(engine, world.Tokenizer, new AnyAnswer());
        IReadOnlyList<int> prompt = world.Tokenizer.Encode(PromptFormat.Prompt(Problems[0].Text));
        var sampling = new TokenSampling { Temperature = 1, TopK = 0, MaxNewTokens = 60, Seed = 1 };
        CancellationToken ct = TestContext.Current.CancellationToken;
        Task<double> Share(string prefix) => rollouts.ShareCorrectAsync(
            Problems[0], prompt, world.Tokenizer.Encode(prefix), 64, sampling, new GroupAddress(0, 5), ct);
        // A random model never writes the heading; behind it every ending is an answer, unless the token limit cut it off.
        Assert.Equal(0, await Share("1+1\n\n"));
        Assert.InRange(await Share("# Answer\n\n1"), 0.5, 1);
        await Assert.ThrowsAsync<ArgumentException>(() => Share(new string('1', 60)));
    }

    private sealed class AnyAnswer : IGrader
    {
        public bool Equivalent(string reference, string answer) => true;
    }

    private sealed class Told(List<int> values) : IProgress<int>
    {
        public void Report(int value) => values.Add(value);
    }
}
