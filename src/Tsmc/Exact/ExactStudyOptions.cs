namespace Tsmc.Exact;

/// <summary>How large a comparison with the exact answers is.</summary>
public sealed record ExactStudyOptions
{
    /// <summary>M, the particles of one run; 1 or more.</summary>
    public int Particles { get; init; } = 20;

    /// <summary>Independent runs for each scheme and exponent; 2 or more, so that there is a standard error.</summary>
    public int Runs { get; init; } = 20_000;

    /// <summary>The seed of all randomness.</summary>
    public long Seed { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it, its value and the range.</exception>
    public void Validate()
    {
        if (Particles < 1)
        {
            throw new ArgumentException($"Particles is {Particles}; expected 1 or more.");
        }
        if (Runs < 2)
        {
            throw new ArgumentException($"Runs is {Runs}; expected 2 or more.");
        }
    }
}
