namespace Tsmc.Sampling;

/// <summary>A token that may come next.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its text.</param>
/// <param name="Probability">Its probability, in [0, 1].</param>
public sealed record NextToken(int Id, string Text, double Probability);
