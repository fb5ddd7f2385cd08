using Tsmc.Randomness;

namespace Tsmc.Training;

/// <summary>Which items are trained together: pure functions of the seed, the step and the items' lengths.</summary>
internal static class BatchPlan
{
    /// <summary>The items of an epoch in its order.</summary>
    public static int[] Order(long seed, int epoch, int items)
    {
        int[] order = [.. Enumerable.Range(0, items)];
        new CounterRandom(seed, RandomStream.DataOrder).Sequence((uint)epoch).Shuffle<int>(order);
        return order;
    }

    /// <summary>
    /// Cuts a batch into micro-batches of items of like length, to waste little on padding, and shares them out among the workers: the
    /// costliest first, each to the worker with the least work so far.
    /// </summary>
    /// <param name="batch">The batch's items.</param>
    /// <param name="tokens">Length of an item.</param>
    /// <param name="microBatchSize">Most items of a micro-batch.</param>
    /// <param name="workers">Number of workers.</param>
    /// <returns>For each worker its micro-batches.</returns>
    public static List<int[]>[] Share(IReadOnlyList<int> batch, Func<int, int> tokens, int microBatchSize, int workers)
    {
        List<int[]>[] shares = [.. Enumerable.Range(0, workers).Select(_ => new List<int[]>())];
        var work = new long[workers];
        // Never fewer micro-batches than workers, where there are items enough: an idle worker helps nobody.
        int size = Math.Min(microBatchSize, Math.Max(1, (batch.Count + workers - 1) / workers));
        foreach (int[] micro in batch.OrderByDescending(tokens).Chunk(size))
        {
            int worker = Array.IndexOf(work, work.Min());
            shares[worker].Add(micro);
            work[worker] += (long)micro.Length * tokens(micro[0]);
        }
        return shares;
    }
}
