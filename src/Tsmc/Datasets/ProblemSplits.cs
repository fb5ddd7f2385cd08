namespace Tsmc.Datasets;

/// <summary>Decides for each problem which split it belongs to; the first split that a problem is put into keeps it.</summary>
internal sealed class ProblemSplits(double validShare, double testShare)
{
    private readonly HashSet<ProblemKey> _leftOut = [];
    private readonly Dictionary<ProblemKey, Split> _given = [];

    /// <summary>Leaves a problem out of everything.</summary>
    public void LeaveOut(IEnumerable<string> texts) => _leftOut.UnionWith(texts.Select(ProblemKey.Of));

    /// <summary>The split of a row, or null when its problem is left out or belongs to another split than the one given.</summary>
    /// <param name="keys">The problem's own key and those of problems that it is made from.</param>
    /// <param name="given">The split that the row's file is for.</param>
    public Split? Of(ProblemKey[] keys, Split given)
    {
        if (keys.Any(_leftOut.Contains))
        {
            return null;
        }
        if (given != Split.ByHash)
        {
            foreach (ProblemKey key in keys)
            {
                _given.TryAdd(key, given);
            }
            return keys.All(key => _given[key] == given) ? given : null;
        }
        if (keys.Any(_given.ContainsKey))
        {
            return null;
        }
        // The last key is that of the problem which the others were made from: all its variants go into one split.
        double share = keys[^1].Share;
        return share < testShare ? Split.Test : share < testShare + validShare ? Split.Valid : Split.Train;
    }
}
