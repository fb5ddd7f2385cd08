namespace Tsmc.Evaluation;

/// <summary>A solution as a value model sees it, and the truth about it.</summary>
/// <param name="Values">The model's value in [0, 1] at the end of each step; last, of the whole solution.</param>
/// <param name="Correct">Whether its answer is correct.</param>
/// <param name="FirstWrongStep">Index of its first wrong step, from 0; -1 when all are right.</param>
public sealed record ScoredSteps(IReadOnlyList<double> Values, bool Correct, int FirstWrongStep);
