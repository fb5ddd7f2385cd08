using Tsmc.Smc;

namespace Tsmc.Exact;

/// <summary>A prefix of an <see cref="EnumerableModel"/>: one object per prefix, so that extending a particle allocates nothing.</summary>
public sealed class ToyParticle : IParticle
{
    private readonly ToyParticle[] _next;
    private readonly double[] _cumulative;
    private readonly double _logTwist;

    /// <summary>A prefix that goes on.</summary>
    /// <param name="prefix">The token digits so far.</param>
    /// <param name="next">The prefixes one token longer, by token.</param>
    /// <param name="probabilities">p0 of each token.</param>
    /// <param name="twist">psi at this prefix before the exponent.</param>
    internal ToyParticle(string prefix, ToyParticle[] next, double[] probabilities, double twist)
    {
        Prefix = prefix;
        _next = next;
        _logTwist = Math.Log(twist);
        _cumulative = new double[probabilities.Length];
        double sum = 0;
        for (int token = 0; token < probabilities.Length; token++)
        {
            _cumulative[token] = sum += probabilities[token];
        }
        // Rounding must not leave a gap above the last token that can be drawn.
        _cumulative.AsSpan(Array.FindLastIndex(probabilities, p => p > 0)).Fill(1);
    }

    /// <summary>A whole sequence, the number <paramref name="leaf"/> of all in lexicographic order.</summary>
    internal ToyParticle(string prefix, int leaf, double phi)
    {
        Prefix = prefix;
        Leaf = leaf;
        _logTwist = Math.Log(phi);
        _next = [];
        _cumulative = [];
    }

    /// <summary>The tokens so far, one digit each.</summary>
    public string Prefix { get; }

    /// <inheritdoc/>
    public ParticleStatus Status => _next.Length > 0 ? ParticleStatus.Running : ParticleStatus.Finished;

    /// <summary>The number of a whole sequence in lexicographic order.</summary>
    internal int Leaf { get; }

    /// <summary>The prefixes one token longer with their probabilities under p0; none for a whole sequence.</summary>
    internal IEnumerable<(ToyParticle Next, double Probability)> Continuations =>
        _next.Select((next, token) => (next, _cumulative[token] - (token == 0 ? 0 : _cumulative[token - 1])));

    /// <summary>The prefix one token longer that a uniform in [0, 1) chooses; only for a running particle.</summary>
    internal ToyParticle Extend(double uniform)
    {
        int token = 0;
        while (_cumulative[token] <= uniform)
        {
            token++;
        }
        return _next[token];
    }

    /// <summary>log psi: the exponent on the value, but exactly log phi at the end.</summary>
    internal double LogTwist(double exponent) =>
        Status == ParticleStatus.Finished ? _logTwist
        : exponent == 0 ? 0 // also where the value is 0: 0^0 = 1
        : exponent * _logTwist;
}
