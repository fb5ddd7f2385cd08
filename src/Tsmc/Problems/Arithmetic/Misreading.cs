namespace Tsmc.Problems.Arithmetic;

/// <summary>A mistake at one place of a problem.</summary>
/// <param name="Kind">What is misread.</param>
/// <param name="Index">Index of the event, or of the distractor for <see cref="MistakeKind.CountDistractor"/>.</param>
internal readonly record struct Misreading(MistakeKind Kind, int Index);
