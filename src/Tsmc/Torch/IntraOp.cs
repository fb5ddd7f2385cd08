using static TorchSharp.torch;

namespace Tsmc.Torch;

/// <summary>Work of one operation of our own, shared by as many threads as libtorch gives one of its operations.</summary>
internal static class IntraOp
{
    /// <summary>Cuts 0 .. count - 1 into ranges, one a thread, and does the work on each: from the first index to before the second.</summary>
    /// <param name="count">How many items there are.</param>
    /// <param name="least">Items below which another thread costs more than it brings.</param>
    /// <param name="work">What to do; it throws nothing.</param>
    public static void Ranges(int count, int least, Action<int, int> work)
    {
        int parts = Math.Clamp(count / least, 1, get_num_threads());
        if (parts == 1)
        {
            work(0, count);
        }
        else
        {
            Parallel.For(0, parts, part => work((int)((long)part * count / parts), (int)((part + 1L) * count / parts)));
        }
    }
}
