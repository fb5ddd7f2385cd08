namespace Tsmc.Sampling;

/// <summary>How tokens are drawn from the generator; the defaults are the paper's.</summary>
public record TokenSampling
{
    /// <summary>Divides the logits; 0 takes the likeliest token (greedy).</summary>
    public double Temperature { get; init; } = 0.7;

    /// <summary>Only this many likeliest tokens can be drawn; 0 for all.</summary>
    public int TopK { get; init; } = 20;

    /// <summary>Token limit of one solution, the end-of-sequence token included.</summary>
    public int MaxNewTokens { get; init; } = 768;

    /// <summary>Seed of the run; with the problem's index it fixes every solution.</summary>
    public long Seed { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">One is out of range; the message names it.</exception>
    public virtual void Validate()
    {
        if (!(Temperature >= 0 && double.IsFinite(Temperature)))
        {
            throw new ArgumentException($"temperature is {Temperature}; expected a number of at least 0.");
        }
        if (TopK < 0)
        {
            throw new ArgumentException($"top-k is {TopK}; expected 0 (all tokens) or more.");
        }
        if (MaxNewTokens < 1)
        {
            throw new ArgumentException($"max-new-tokens is {MaxNewTokens}; expected at least 1.");
        }
    }
}
