namespace Tsmc.Tokenization;

/// <summary>
/// Where a solution stands between two tokens, for <see cref="StepEnds.Advance"/>. The default value is the start of a solution,
/// right after the prompt; a copy continues on its own, as a resampled particle does.
/// </summary>
public struct StepEndState
{
    /// <summary>How many characters of <c># Answer</c>, and white space after all of it, the step's text ends with.</summary>
    internal byte Heading;

    /// <summary>Whether an odd newline stands at the end: one more makes a blank line.</summary>
    internal bool Newline;

    /// <summary>Whether the step's heading has had its blank line, so that the next one ends the step.</summary>
    internal bool HeadingPassed;

    /// <summary>Whether the step has any text.</summary>
    internal bool Started;
}
