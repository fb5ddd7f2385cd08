namespace Tsmc.Training;

/// <summary>A fine-tuning row in tokens.</summary>
/// <param name="Ids">All tokens, those that are learned last.</param>
/// <param name="FirstTarget">Position of the first token that is learned, 1 .. length - 1; what stands before is given.</param>
public sealed record TokenRow(IReadOnlyList<int> Ids, int FirstTarget)
{
    /// <summary>Number of tokens that are learned.</summary>
    public int Targets => Ids.Count - FirstTarget;
}
