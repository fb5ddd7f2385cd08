namespace Tsmc.Problems.Arithmetic;

/// <summary>A mistake that was made in a solution.</summary>
/// <param name="Kind">What was misread.</param>
/// <param name="Step">Index of the step (from 0) that first counts wrongly because of it.</param>
public sealed record AnnotatorMistake(MistakeKind Kind, int Step);
