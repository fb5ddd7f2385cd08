namespace Tsmc.Sampling;

/// <summary>How the decoding engine uses the machine. None of these changes a solution.</summary>
public sealed record EngineOptions
{
    /// <summary>Partial solutions decoded together, over all workers.</summary>
    public int Rows { get; init; } = 480;

    /// <summary>
    /// Decoding loops with a thread, a cache and a share of the cores each. Several pay for small models, which are bound by the number
    /// of calls; a large model or a GPU wants one. Null: one a core up to 4 for models of at most 10 million weights on the CPU, else 1.
    /// </summary>
    public int? Workers { get; init; }

    /// <summary>Prompts whose keys and values are kept, per worker, so that the groups of one problem share the work.</summary>
    public int Prompts { get; init; } = 16;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">One is out of range; the message names it.</exception>
    public void Validate()
    {
        if (Rows < 1)
        {
            throw new ArgumentException($"rows is {Rows}; expected at least 1.");
        }
        if (Workers is < 1)
        {
            throw new ArgumentException($"workers is {Workers}; expected at least 1.");
        }
        if (Prompts < 1)
        {
            throw new ArgumentException($"prompts is {Prompts}; expected at least 1.");
        }
    }
}
