using Tsmc.Models;
using static TorchSharp.torch;

namespace Tsmc.Benchmarks;

/// <summary>Weighing a group at the end of each step: with a value cache that follows the particles, and anew from the first token.</summary>
internal static class ValueScoring
{
    private const int Rows = 40;
    private const int StepLength = 12;

    public static void Print(Workload work, int rounds)
    {
        Console.WriteLine("| steps | incremental ms | from scratch ms | ratio | tokens read, ratio |");
        Console.WriteLine("|---:|---:|---:|---:|---:|");
        foreach (int steps in (int[])[2, 5, 10, 20])
        {
            Row(work, steps, rounds);
        }
    }

    private static void Row(Workload work, int steps, int rounds)
    {
        set_num_threads(1);
        using var frozen = no_grad();
        int longest = Workload.PromptLength + steps * StepLength;
        using Tensor ids = randint(2, 90, [Rows, longest], ScalarType.Int64);
        ids.DetachFromDisposeScope();
        using var cache = new KvCache(work.Config, Rows, longest, ScalarType.Float32, CPU);
        double incremental = 1e3 * Clock.Best(rounds, () =>
        {
            Read(0, Workload.PromptLength, 1);
            cache.CopyRows(new long[Rows - 1], [.. Enumerable.Range(1, Rows - 1).Select(row => (long)row)], Workload.PromptLength);
            for (int step = 0; step < steps; step++)
            {
                Read(Workload.PromptLength + step * StepLength, StepLength, Rows);
            }
        }).Processor;
        double scratch = 1e3 * Clock.Best(rounds, () =>
        {
            for (int step = 1; step <= steps; step++)
            {
                using var scope = NewDisposeScope();
                int end = Workload.PromptLength + step * StepLength;
                work.Values.Logits(work.Values.Backbone.Forward(ids.narrow(1, 0, end))[.., end - 1]);
            }
        }).Processor;
        double read = Workload.PromptLength + (double)Rows * steps * StepLength;
        double readAnew = Rows * Enumerable.Range(1, steps).Sum(step => Workload.PromptLength + (double)step * StepLength);
        Console.WriteLine($"| {steps} | {incremental:F1} | {scratch:F1} | {scratch / incremental:F1} | {readAnew / read:F1} |");

        void Read(int start, int length, int rows)
        {
            using var scope = NewDisposeScope();
            Tensor hidden = work.Values.Backbone.Forward(
                ids.narrow(0, 0, rows).narrow(1, start, length), full(rows, start, ScalarType.Int64), start + length, cache); // [B, L, hidden]
            work.Values.Logits(hidden[.., length - 1]);
        }
    }
}
