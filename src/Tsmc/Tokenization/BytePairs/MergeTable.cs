namespace Tsmc.Tokenization.BytePairs;

/// <summary>Merges by the ids of their pair.</summary>
internal sealed class MergeTable(int capacity) : IMergeRule
{
    private readonly Dictionary<long, (int Rank, int Merged)> _merges = new(capacity);

    /// <summary>Adds a merge; of two with the same pair the later counts, as in Hugging Face's library.</summary>
    public void Add(int left, int right, int rank, int merged) => _merges[Key(left, right)] = (rank, merged);

    /// <inheritdoc/>
    public bool TryMerge(in Symbol left, in Symbol right, out int rank, out int merged)
    {
        bool found = _merges.TryGetValue(Key(left.Id, right.Id), out (int Rank, int Merged) merge);
        (rank, merged) = merge;
        return found;
    }

    // The hash of a long is its halves' exclusive or: of a plain pair that is 0 for every doubled token. The odd factor mixes them.
    private static long Key(int left, int right) => (((long)left << 32) | (uint)right) * -7046029254386353131;
}
