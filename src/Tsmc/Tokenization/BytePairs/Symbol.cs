namespace Tsmc.Tokenization.BytePairs;

/// <summary>A part of a text on its way to tokens: a linked list in an array, so that merging moves nothing.</summary>
internal struct Symbol
{
    /// <summary>The token's id; below 0 where no token is known yet.</summary>
    public int Id;

    /// <summary>First UTF-16 unit in the text.</summary>
    public int Start;

    /// <summary>Length in UTF-16 units; 0 once it has been merged into its left neighbour.</summary>
    public int Length;

    /// <summary>The left neighbour's index, or -1.</summary>
    public int Previous;

    /// <summary>The right neighbour's index, or -1.</summary>
    public int Next;
}
