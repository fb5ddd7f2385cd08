namespace Tsmc.Problems.Arithmetic;

/// <summary>The reasoning mistakes of an annotator. The arithmetic of a mistaken step is right; what is counted is wrong.</summary>
public enum MistakeKind
{
    /// <summary>A loss is added instead of taken away.</summary>
    FlipLoss,

    /// <summary>
    /// Of "3 boxes with 8 in each" only one of the two numbers is counted: the 8 in the wordings <c>with in each</c> and
    /// <c>that hold each</c>, the 3 in <c>of each</c> and <c>filled with each</c>.
    /// </summary>
    IgnoreEach,

    /// <summary>The number of a distractor is added as if it were a gain.</summary>
    CountDistractor,
}
