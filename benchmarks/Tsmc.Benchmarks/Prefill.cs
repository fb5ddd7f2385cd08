using Tsmc.Models;
using static TorchSharp.torch;

namespace Tsmc.Benchmarks;

/// <summary>A group's prompt: read once and copied to its rows, and read by every row.</summary>
internal static class Prefill
{
    public static void Print(Workload work, int rounds)
    {
        Console.WriteLine("| rows | shared prompt ms | a prompt a row ms | ratio |");
        Console.WriteLine("|---:|---:|---:|---:|");
        foreach (int rows in (int[])[10, 40, 240])
        {
            set_num_threads(1);
            using var frozen = no_grad();
            using var cache = new KvCache(work.Config, rows, Workload.PromptLength, ScalarType.Float32, CPU);
            long[] prompt = [.. work.Prompt(0).Select(id => (long)id)];
            double shared = 1e3 * Clock.Best(rounds, () =>
            {
                Read(1);
                cache.CopyRows(new long[rows - 1], [.. Enumerable.Range(1, rows - 1).Select(row => (long)row)], Workload.PromptLength);
            }).Processor;
            double each = 1e3 * Clock.Best(rounds, () => Read(rows)).Processor;
            Console.WriteLine($"| {rows} | {shared:F1} | {each:F1} | {each / shared:F1} |");

            void Read(int count)
            {
                using var scope = NewDisposeScope();
                work.Generator.Backbone.Forward(
                    tensor(prompt, [1, prompt.Length]).expand(count, -1), zeros(count, ScalarType.Int64), prompt.Length, cache);
            }
        }
    }
}
