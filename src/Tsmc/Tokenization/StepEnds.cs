using Tsmc.Problems;

namespace Tsmc.Tokenization;

/// <summary>
/// Tells, token by token, whether a solution has just ended a step: at a blank line, but not at the one right after the
/// heading <c># Answer</c>. Steps are those of <see cref="PromptFormat.Steps"/>, however the tokens cut the text.
/// </summary>
/// <remarks>Nothing is allocated while tokens come in: the bytes of every token are known beforehand. Safe for use by several threads.</remarks>
public sealed class StepEnds
{
    private readonly Tokenizer _tokenizer;

    /// <summary>Step ends in the tokens of a tokenizer.</summary>
    public StepEnds(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        _tokenizer = tokenizer;
    }

    /// <summary>Takes the next token of a solution.</summary>
    /// <param name="state">Where the solution stands; moved on by the token.</param>
    /// <param name="id">The token. A special token writes nothing and so ends no step; <c>&lt;eos&gt;</c> ends the solution instead.</param>
    /// <returns>True when a step ends with this token, or inside it when the blank line is fused with what follows.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> is not in the vocabulary.</exception>
    public bool Advance(ref StepEndState state, int id)
    {
        bool ended = false;
        foreach (byte character in _tokenizer.TokenBytes(id))
        {
            ended |= AdvanceByte(ref state, character);
        }
        return ended;
    }

    /// <summary>The positions of the tokens at which a step ends.</summary>
    /// <param name="solution">Token ids of a solution, without its prompt.</param>
    /// <returns>Positions in <paramref name="solution"/>, ascending; the last step, which <c>&lt;eos&gt;</c> ends, is not among them.</returns>
    public IReadOnlyList<int> Positions(IReadOnlyList<int> solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        var positions = new List<int>();
        StepEndState state = default;
        for (int i = 0; i < solution.Count; i++)
        {
            if (Advance(ref state, solution[i]))
            {
                positions.Add(i);
            }
        }
        return positions;
    }

    private static bool AdvanceByte(ref StepEndState state, byte character)
    {
        if (character == '\n' && state.Newline)
        {
            bool heading = state.Heading == PromptFormat.AnswerHeading.Length && !state.HeadingPassed;
            bool ended = state.Started && !heading;
            state = heading ? state with { Newline = false, HeadingPassed = true } : default;
            return ended;
        }
        state.Newline = character == '\n';
        state.Started |= character != '\n';
        state.Heading = Follow(state.Heading, character);
        return false;
    }

    // '#' occurs in the heading only at its start, so a mismatch need not look further back.
    private static byte Follow(byte matched, byte character)
    {
        ReadOnlySpan<char> heading = PromptFormat.AnswerHeading;
        if (matched < heading.Length)
        {
            return character == heading[matched] ? (byte)(matched + 1) : character == heading[0] ? (byte)1 : (byte)0;
        }
        return char.IsWhiteSpace((char)character) && character < 0x80 ? matched : character == heading[0] ? (byte)1 : (byte)0;
    }
}
