using Tsmc.Tokenization;

namespace Tsmc.Sampling;

/// <summary>
/// A place in the caches of one <see cref="EngineLoop"/>. Its row in the value cache is its number; its row in the generator's cache
/// moves when rows at work are packed together.
/// </summary>
internal sealed class Slot(int number)
{
    // A million tokens a solution and four thousand pauses: beyond either, numbers would repeat.
    private const int PositionBits = 20;

    /// <summary>The slot's number, and its row in the value cache.</summary>
    public int Number { get; } = number;

    /// <summary>The slot's row in the generator's cache.</summary>
    public int Row { get; set; } = number;

    /// <summary>The particle whose tokens, all but the last, lie in the generator's row; null when the row is out of use.</summary>
    public TextParticle? Holder { get; set; }

    /// <summary>The particle whose tokens, all of them, lie in the value model's row.</summary>
    public TextParticle? ValueHolder { get; set; }

    /// <summary>The token to feed next.</summary>
    public int PendingToken { get; set; }

    /// <summary>The pending token's position in the context.</summary>
    public int Position { get; set; }

    /// <summary>The request the slot works for, or null when it rests.</summary>
    public ExtendRequest? Request { get; set; }

    /// <summary>The particle's index in the request: the address of its random numbers.</summary>
    public int Index { get; set; }

    /// <summary>Tokens written since the pause.</summary>
    public List<int> Written { get; set; } = [];

    /// <summary>Where the text stands in its step.</summary>
    public StepEndState StepEnds;

    /// <summary>
    /// The uniform number of the token to be drawn: a function of problem, group, particle, pauses so far and position alone. Without the
    /// pauses, the offspring of a short particle would draw again the numbers that decided the longer one it replaced: no longer a sample
    /// of p0, and Z_hat biased.
    /// </summary>
    public double Uniform()
    {
        GroupAddress address = Request!.Group.Address;
        int written = Position + 1 - Request.Group.Prompt.Count;
        int pauses = Request.Particles[Index].Pauses;
        return Request.Group.Random.Uniform(
            (uint)address.Problem, (uint)address.Group, (uint)(address.FirstParticle + Index), (uint)written | (uint)pauses << PositionBits);
    }
}
