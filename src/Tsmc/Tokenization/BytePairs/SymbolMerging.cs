namespace Tsmc.Tokenization.BytePairs;

/// <summary>
/// Byte-pair encoding of one text: as long as two neighbours merge, the pair of the least rank does, the leftmost among equals
/// (Sennrich, Haddow and Birch, ACL 2016). A queue of candidates makes it O(n log n) in the number of symbols.
/// </summary>
internal static class SymbolMerging
{
    /// <summary>Merges in place; what is left is the list of symbols from index 0 along <see cref="Symbol.Next"/>.</summary>
    public static void Run<TRule>(Span<Symbol> symbols, TRule rule)
        where TRule : IMergeRule
    {
        var candidates = new PriorityQueue<(int Left, int Merged), ulong>(symbols.Length);
        for (int i = 0; i + 1 < symbols.Length; i++)
        {
            Propose(symbols, i, rule, candidates);
        }
        while (candidates.TryDequeue(out (int Left, int Merged) candidate, out _))
        {
            ref Symbol left = ref symbols[candidate.Left];
            if (left.Length == 0 || left.Next < 0)
            {
                continue;
            }
            ref Symbol right = ref symbols[left.Next];
            // An earlier merge may have changed either neighbour since the pair was proposed.
            if (!rule.TryMerge(left, right, out _, out int merged) || merged != candidate.Merged)
            {
                continue;
            }
            left.Id = merged;
            left.Length += right.Length;
            left.Next = right.Next;
            right.Length = 0;
            if (left.Next >= 0)
            {
                symbols[left.Next].Previous = candidate.Left;
                Propose(symbols, candidate.Left, rule, candidates);
            }
            if (left.Previous >= 0)
            {
                Propose(symbols, left.Previous, rule, candidates);
            }
        }
    }

    /// <summary>Links symbols in the order of the array.</summary>
    public static void Link(Span<Symbol> symbols)
    {
        for (int i = 0; i < symbols.Length; i++)
        {
            symbols[i].Previous = i - 1;
            symbols[i].Next = i + 1 < symbols.Length ? i + 1 : -1;
        }
    }

    private static void Propose<TRule>(Span<Symbol> symbols, int left, TRule rule, PriorityQueue<(int Left, int Merged), ulong> candidates)
        where TRule : IMergeRule
    {
        if (rule.TryMerge(symbols[left], symbols[symbols[left].Next], out int rank, out int merged))
        {
            candidates.Enqueue((left, merged), ((ulong)(uint)rank << 32) | (uint)left);
        }
    }
}
