namespace Tsmc.Tokenization.BytePairs;

/// <summary>Says which neighbours merge into which token, and which pair comes first.</summary>
internal interface IMergeRule
{
    /// <summary>Whether two neighbours merge.</summary>
    /// <param name="left">The left one.</param>
    /// <param name="right">The right one.</param>
    /// <param name="rank">The pair of the least rank merges first; among equals the leftmost.</param>
    /// <param name="merged">The token that takes their place.</param>
    bool TryMerge(in Symbol left, in Symbol right, out int rank, out int merged);
}
