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
    /// Cuts a batch into micro-batches of items of like length, to waste little on padding; the longest first, so that workers end
    /// together.
    /// </summary>
    /// <param name="batch">The batch's items.</param>
    /// <param name="tokens">Length of an item.</param>
    /// <param name="size">Most items of a micro-batch.</param>
    public static int[][] MicroBatches(IReadOnlyList<int> batch, Func<int, int> tokens, int size) =>
        [.. batch.OrderByDescending(tokens).Chunk(size)];
}
