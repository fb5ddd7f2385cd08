using System.Diagnostics;
using Tsmc.Sampling;
using Tsmc.Smc;
using static TorchSharp.torch;

namespace Tsmc.Tests.Sampling;

/// <summary>Counts of live tensors are of the whole process, so nothing else may run beside these tests.</summary>
[CollectionDefinition(nameof(DecodingEngineTests), DisableParallelization = true)]
[Collection(nameof(DecodingEngineTests))]
public sealed class DecodingEngineTests
{
    private static readonly int[] Prompt = [TinyWorld.A, TinyWorld.B, TinyWorld.A];
    private static readonly GroupOptions Options = new() { MaxNewTokens = 20, TwistExponent = 1 };

    [Fact]
    public async Task A_cancelled_extension_leaves_the_engine_as_it_was()
    {
        using var world = TinyWorld.Letters(eos: -9);
        using DecodingEngine engine = world.Engine(rows: 4);
        using (var source = new CancellationTokenSource())
        {
            using DecodingGroup cancelled = await engine.OpenAsync(new GroupAddress(0, 0), Prompt, 4, Options with { MaxNewTokens = 120 });
            Task<IReadOnlyList<TextParticle>> extension = cancelled.ExtendAsync(cancelled.Start, toEnd: true, source.Token).AsTask();
            while (engine.TokensDecoded < 8)
            {
                await Task.Yield();
            }
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => extension);
            Assert.True(engine.TokensDecoded < 4 * 120, "the extension had ended before it was cancelled");
        }

        int[][] after = await SolutionsAsync(engine, problem: 1);

        using DecodingEngine fresh = world.Engine(rows: 4);
        Assert.Equal(await SolutionsAsync(fresh, problem: 1), after);
    }

    [Fact]
    public async Task A_group_waits_for_rows_and_can_stop_waiting()
    {
        using var world = TinyWorld.Letters();
        using DecodingEngine engine = world.Engine(rows: 4);
        DecodingGroup first = await engine.OpenAsync(new GroupAddress(0, 0), Prompt, 3, Options);
        using var source = new CancellationTokenSource();
        Task<DecodingGroup> large = engine.OpenAsync(new GroupAddress(0, 1), Prompt, 4, Options, source.Token);
        Task<DecodingGroup> small = engine.OpenAsync(new GroupAddress(0, 2), Prompt, 1, Options);
        Assert.False(large.IsCompleted);
        Assert.False(small.IsCompleted, "a small group overtook the large one that came before it");

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        first.Dispose();
        using DecodingGroup served = await small;
        Assert.Equal(1, served.Size);
    }

    [Fact]
    public async Task Disposing_ends_every_request()
    {
        using var world = TinyWorld.Letters(eos: -9);
        DecodingEngine engine = world.Engine(rows: 4);
        using DecodingGroup group = await engine.OpenAsync(new GroupAddress(0, 0), Prompt, 4, Options with { MaxNewTokens = 120 });
        Task<IReadOnlyList<TextParticle>> extension = group.ExtendAsync(group.Start, toEnd: true, CancellationToken.None).AsTask();
        Task<DecodingGroup> waiting = engine.OpenAsync(new GroupAddress(0, 1), Prompt, 1, Options);

        engine.Dispose();
        engine.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => extension);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.OpenAsync(new GroupAddress(0, 2), Prompt, 1, Options));
        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await group.ExtendAsync(group.Start, toEnd: true, CancellationToken.None));
    }

    [Fact]
    public async Task Disposing_a_group_ends_its_extension()
    {
        using var world = TinyWorld.Letters(eos: -9);
        using DecodingEngine engine = world.Engine(rows: 4);
        DecodingGroup group = await engine.OpenAsync(new GroupAddress(0, 0), Prompt, 4, Options with { MaxNewTokens = 120 });
        Task<IReadOnlyList<TextParticle>> extension = group.ExtendAsync(group.Start, toEnd: true, CancellationToken.None).AsTask();

        group.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => extension);
        Assert.Equal(4, (await SolutionsAsync(engine, problem: 2)).Length);
    }

    [Fact]
    public async Task No_tensor_survives_the_engine()
    {
        using var world = TinyWorld.Letters();
        await UseAsync(world);
        FreeTensorsOfOtherTests();
        long before = Tensor.TotalCount;
        await UseAsync(world);
        Assert.Equal(before, Tensor.TotalCount);

        static async Task UseAsync(TinyWorld world)
        {
            using DecodingEngine engine = world.Engine(rows: 16, workers: 2, topK: 3);
            await SolutionsAsync(engine, problem: 0);
            using DecodingGroup group = await engine.OpenAsync(new GroupAddress(0, 0), Prompt, 4, Options);
            using var source = new CancellationTokenSource();
            ValueTask<IReadOnlyList<TextParticle>> stopped = group.ExtendAsync(group.Start, toEnd: true, source.Token);
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stopped);
        }
    }

    [Fact]
    public async Task Memory_is_flat_over_a_thousand_problems()
    {
        const int Warm = 200, Problems = 1000, Groups = 2, M = 4;
        using var world = TinyWorld.Letters();
        using DecodingEngine engine = world.Engine(rows: 64, workers: 2);
        TsmcOptions options = new() { Temperature = 1, TopK = 0, MaxNewTokens = 20, Warmup = 0 };
        await RunAsync(0, Warm);
        FreeTensorsOfOtherTests();
        (long tensors, long bytes) = (await LiveTensorsAsync(), Resident());

        await RunAsync(Warm, Problems);

        Assert.Equal(tensors, await LiveTensorsAsync());
        // The managed heap's breathing was seen to take 5 to 14 MB. Losing one cache row a particle, as an engine that allocates for each
        // group would, adds 8000 * 129 positions * 16 numbers * 4 bytes = 63 MB.
        Assert.True(Resident() - bytes < 40L << 20, $"resident memory grew by {(Resident() - bytes) >> 10} KiB");

        async Task RunAsync(int first, int count)
        {
            await foreach (bool _ in InOrder.RunAsync(Enumerable.Range(first, count), SolveAsync, inFlight: 16))
            {
            }
        }

        async Task<bool> SolveAsync(int problem, CancellationToken ct)
        {
            // Prompts differ, so that the shared prompts' rows are replaced all the time.
            int[] prompt = [TinyWorld.A, .. Enumerable.Range(0, 8).Select(bit => problem >> bit & 1).Select(bit => bit == 0 ? TinyWorld.A : TinyWorld.B)];
            for (int index = 0; index < Groups; index++)
            {
                using DecodingGroup group = await engine.OpenAsync(new GroupAddress(problem, index), prompt, M, options.Group, ct);
                await SolutionSampler.RunAsync(group, options, ct).CollectAsync(ct);
            }
            return true;
        }

        async Task<long> LiveTensorsAsync()
        {
            // Counted on a worker's thread, between two token steps; the other worker rests, as all groups have ended.
            return await engine.RunAsync(() => Tensor.TotalCount);
        }
    }

    // The count is the whole process's: what a test before left to the collector must not go in between two counts.
    private static void FreeTensorsOfOtherTests()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [Fact]
    public async Task Tokens_that_the_tokenizer_lacks_are_never_drawn()
    {
        using var world = TinyWorld.Letters(padding: 3);
        using (no_grad())
        {
            world.Generator.Head[5.., 0] = 9; // by far the likeliest
        }
        using DecodingEngine engine = world.Engine(rows: 4);
        Assert.All(await SolutionsAsync(engine, problem: 0), tokens => Assert.All(tokens, token => Assert.InRange(token, 0, 4)));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_in_one_sentence()
    {
        using var world = TinyWorld.Letters();
        using DecodingEngine engine = world.Engine(rows: 7, workers: 2);
        Assert.Equal(7, engine.Rows);
        Assert.Equal(3, engine.LargestGroup);

        await RefusedAsync("A group of 4 particles; expected 1 to 3, the rows of one worker.", Prompt, 4, 20);
        await RefusedAsync("A group of 0 particles; expected 1 to 3, the rows of one worker.", Prompt, 0, 20);
        await RefusedAsync("Problem 9: the prompt has 0 tokens", [], 1, 20);
        await RefusedAsync("Problem 9: the prompt has 3 tokens and a solution may take 126", Prompt, 1, 126);
        await RefusedAsync("Problem 9: the prompt holds token 5; the model's run from 0 to 4.", [TinyWorld.A, 5], 1, 20);
        Assert.StartsWith("Prompt and solution may take 300 tokens", Assert.Throws<ArgumentException>(() => world.Engine(1, maxContext: 300)).Message);
        Assert.StartsWith("rows is 0", Assert.Throws<ArgumentException>(() => world.Engine(0)).Message);
        Assert.StartsWith("temperature is -1", Assert.Throws<ArgumentException>(() => world.Engine(1, temperature: -1)).Message);

        async Task RefusedAsync(string sentence, int[] prompt, int size, int limit)
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(
                () => engine.OpenAsync(new GroupAddress(9, 0), prompt, size, Options with { MaxNewTokens = limit }));
            Assert.StartsWith(sentence, error.Message);
        }
    }

    private static async Task<int[][]> SolutionsAsync(DecodingEngine engine, int problem)
    {
        using DecodingGroup group = await engine.OpenAsync(new GroupAddress(problem, 0), Prompt, 4, Options);
        IReadOnlyList<TextParticle> particles = await group.ExtendAsync(group.Start, toEnd: true, CancellationToken.None);
        return [.. particles.Select(particle => particle.Tokens())];
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
