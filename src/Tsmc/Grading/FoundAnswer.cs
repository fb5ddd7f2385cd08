namespace Tsmc.Grading;

/// <summary>An answer found in a solution's text, with its place.</summary>
/// <param name="Text">The answer, without its mark and without spaces around it.</param>
/// <param name="Start">Index of the answer's first character in the solution.</param>
/// <param name="Length">Number of characters: <c>solution.Substring(Start, Length)</c> is <paramref name="Text"/>.</param>
/// <param name="Kind">By which mark it was found.</param>
public sealed record FoundAnswer(string Text, int Start, int Length, AnswerKind Kind);
