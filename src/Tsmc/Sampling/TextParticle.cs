using Tsmc.Smc;
using Tsmc.Tokenization;

namespace Tsmc.Sampling;

/// <summary>
/// A partial solution: its parent and the tokens written since. Resampling copies references; what the engine caches for a particle
/// is shared by its offspring until one of them writes.
/// </summary>
public sealed class TextParticle : IParticle
{
    private TextParticle(TextParticle? parent, IReadOnlyList<int> newTokens, ParticleStatus status, StepEndState stepEnds)
    {
        Parent = parent;
        NewTokens = newTokens;
        Length = (parent?.Length ?? 0) + newTokens.Count;
        Pauses = parent is null ? 0 : parent.Pauses + 1;
        Status = status;
        StepEnds = stepEnds;
    }

    /// <summary>The particle this one continues, or null at the start of the solution.</summary>
    public TextParticle? Parent { get; }

    /// <summary>Tokens written since the parent; the end-of-sequence token included when the solution ended.</summary>
    public IReadOnlyList<int> NewTokens { get; }

    /// <summary>Tokens of the whole partial solution, the prompt not counted.</summary>
    public int Length { get; }

    /// <summary>How often the particle has paused or ended; 0 at the start.</summary>
    internal int Pauses { get; }

    /// <inheritdoc/>
    public ParticleStatus Status { get; }

    /// <summary>V_theta in [0, 1] at the particle's last token, once it has been asked for; null before, and at the start.</summary>
    public double? Value => LogValue is { } log ? Math.Exp(log) : null;

    /// <summary>log V_theta at the particle's last token, once it has been asked for.</summary>
    internal double? LogValue { get; set; }

    /// <summary>Where the text stands in its step.</summary>
    internal StepEndState StepEnds { get; }

    /// <summary>The particle that has written nothing: x_0.</summary>
    internal static TextParticle Start() => new(null, [], ParticleStatus.Running, default);

    /// <summary>The particle after more tokens.</summary>
    internal TextParticle Extend(IReadOnlyList<int> newTokens, ParticleStatus status, StepEndState stepEnds) =>
        new(this, newTokens, status, stepEnds);

    /// <summary>All tokens of the partial solution, from its start.</summary>
    public int[] Tokens()
    {
        var tokens = new int[Length];
        for (TextParticle? particle = this; particle is not null; particle = particle.Parent)
        {
            for (int i = 0; i < particle.NewTokens.Count; i++)
            {
                tokens[particle.Length - particle.NewTokens.Count + i] = particle.NewTokens[i];
            }
        }
        return tokens;
    }

    /// <summary>V_theta at each pause from the first to this one, as far as scored.</summary>
    public IReadOnlyList<double> Values()
    {
        var values = new List<double>();
        for (TextParticle? particle = this; particle is not null; particle = particle.Parent)
        {
            if (particle.Value is { } value)
            {
                values.Add(value);
            }
        }
        values.Reverse();
        return values;
    }
}
