namespace Tsmc.Grading;

/// <summary>What a grader decided, and by which rule.</summary>
/// <param name="Correct">Whether the given answer says the same as the reference answer.</param>
/// <param name="Reason">The deciding rule in a few words, such as <c>equal text</c> or <c>unreduced fraction</c>.</param>
public readonly record struct Verdict(bool Correct, string Reason);
