using Tsmc.Models;
using Tsmc.Sampling;
using static TorchSharp.torch;

namespace Tsmc.Benchmarks;

/// <summary>Where the time of one token step goes: the parts alone, beside the engine's whole step, in processor time of one thread.</summary>
internal static class TokenStep
{
    public static void Print(Workload work, int rounds)
    {
        Console.WriteLine("| rows | engine step ms | layers | head | choice of tokens | the rest: inputs, copies, bookkeeping |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|");
        foreach (int rows in (int[])[1, 64, 240, 480])
        {
            Row(work, rows, rounds);
        }
    }

    private static void Row(Workload work, int rows, int rounds)
    {
        const int Context = Workload.PromptLength + Workload.NewTokens / 2;
        const int Repeats = 20;
        set_num_threads(1);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        using var cache = new KvCache(work.Config, rows, Workload.PromptLength + Workload.NewTokens, ScalarType.Float32, CPU);
        Tensor ids = randint(2, 90, [rows, 1], ScalarType.Int64);
        Tensor starts = full(rows, Context - 1, ScalarType.Int64);
        Tensor uniforms = rand(rows, 1);
        Tensor hidden = work.Generator.Backbone.Forward(ids, starts, Context, cache).squeeze(1);
        Tensor logits = work.Generator.Logits(hidden);
        double layers = Each(() => work.Generator.Backbone.Forward(ids, starts, Context, cache).Dispose());
        double head = Each(() => work.Generator.Logits(hidden).Dispose());
        double choice = Each(() => TokenChooser.Choose(logits, uniforms, new TokenSampling()).Dispose());
        double whole = EngineStep(work, rows, rounds);
        Console.WriteLine(
            $"| {rows} | {whole:F2} | {layers:F2} ({layers / whole:P0}) | {head:F2} ({head / whole:P0}) | {choice:F2} ({choice / whole:P0}) "
            + $"| {whole - layers - head - choice:F2} ({1 - (layers + head + choice) / whole:P0}) |");

        double Each(Action action) => 1e3 / Repeats * Clock.Best(rounds, () =>
        {
            for (int i = 0; i < Repeats; i++)
            {
                action();
            }
        }).Processor;
    }

    private static double EngineStep(Workload work, int rows, int rounds)
    {
        using DecodingEngine engine = new(
            work.Generator, null, work.Tokenizer, new TokenSampling(), Workload.PromptLength + Workload.NewTokens,
            new EngineOptions { Rows = rows, Workers = 1 });
        engine.RunAsync(() =>
        {
            set_num_threads(1);
            return true;
        }).Wait();
        var options = new GroupOptions { MaxNewTokens = Workload.NewTokens };
        return 1e3 / Workload.NewTokens * Clock.Best(rounds, () => Decode().Wait()).Processor;

        async Task Decode()
        {
            using DecodingGroup group = await engine.OpenAsync(new GroupAddress(0, 0), work.Prompt(0), rows, options);
            await group.ExtendAsync(group.Start, toEnd: true, CancellationToken.None);
        }
    }
}
