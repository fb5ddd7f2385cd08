namespace Tsmc.Tokenization.PreTokenizers;

/// <summary>What becomes of the parts of a text that a pattern matches, by the names of Hugging Face's <c>tokenizers</c>.</summary>
internal enum SplitBehaviour
{
    /// <summary>Each match is a piece of its own.</summary>
    Isolated,

    /// <summary>Matches are dropped.</summary>
    Removed,

    /// <summary>A match ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>A match begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Matches side by side are one piece.</summary>
    Contiguous,
}
