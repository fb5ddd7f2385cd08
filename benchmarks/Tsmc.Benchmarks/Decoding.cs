using Tsmc.Sampling;

namespace Tsmc.Benchmarks;

/// <summary>Tokens a second of the engine, by rows and workers, beside what one core can compute and read.</summary>
internal static class Decoding
{
    public static void Print(Workload work, Peak peak, int rounds)
    {
        Console.WriteLine("| rows | workers | tokens/s | tokens a processor second | GFLOP/s a core | of peak | GB/s a core | of peak |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (int rows in (int[])[1, 64, 256, 480])
        {
            foreach (int workers in (int[])[1, 2])
            {
                if (rows >= workers)
                {
                    Row(work, peak, rows, workers, rounds);
                }
            }
        }
    }

    private static void Row(Workload work, Peak peak, int rows, int workers, int rounds)
    {
        using DecodingEngine engine = new(
            work.Generator, null, work.Tokenizer, new TokenSampling(), Workload.PromptLength + Workload.NewTokens,
            new EngineOptions { Rows = rows, Workers = workers });
        var options = new GroupOptions { MaxNewTokens = Workload.NewTokens };
        (double wall, double processor) = Clock.Best(rounds, () => Task.WhenAll(Enumerable.Range(0, workers).Select(async part =>
        {
            using DecodingGroup group = await engine.OpenAsync(new GroupAddress(part, 0), work.Prompt(part), rows / workers, options);
            await group.ExtendAsync(group.Start, toEnd: true, CancellationToken.None);
        })).Wait());
        double tokens = (double)rows * Workload.NewTokens;
        double context = Workload.PromptLength + Workload.NewTokens / 2.0;
        double flops = tokens * work.Flops(context) / processor / 1e9;
        double bytes = Workload.NewTokens * workers * work.Bytes(rows / workers, context) / processor / 1e9;
        Console.WriteLine(
            $"| {rows} | {workers} | {tokens / wall:F0} | {tokens / processor:F0} | {flops:F1} | {flops / peak.GigaFlops:P0} "
            + $"| {bytes:F1} | {bytes / peak.GigaBytes:P0} |");
    }
}
