using Tsmc.Randomness;
using Tsmc.Smc;

namespace Tsmc.Exact;

/// <summary>
/// An <see cref="EnumerableModel"/> as sequential Monte Carlo sees it: p0 proposes, it pauses after every token, and a power of the
/// value is the twist until the end, where the twist is phi. Every call completes synchronously.
/// </summary>
public sealed class EnumerableParticleModel : IParticleModel<ToyParticle>
{
    private readonly double _exponent;
    private readonly CounterRandom _tokens;
    private readonly uint _problem;
    private readonly uint _group;

    /// <summary>Sees a model with a twist.</summary>
    /// <param name="exponent">Power of the value in the twist, 0 or more; 0 is importance sampling from p0, 1 the value itself.</param>
    /// <param name="tokens">Chooses tokens, read at (problem, group, particle, position).</param>
    /// <param name="problem">Address of the problem.</param>
    /// <param name="group">Address of the group.</param>
    /// <exception cref="ArgumentException">The exponent is negative or not finite.</exception>
    public EnumerableParticleModel(double exponent, CounterRandom tokens, uint problem, uint group)
    {
        if (!(exponent >= 0 && double.IsFinite(exponent)))
        {
            throw new ArgumentException($"The exponent on the value is {exponent}; expected a finite number, 0 or more.", nameof(exponent));
        }
        (_exponent, _tokens, _problem, _group) = (exponent, tokens, problem, group);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ToyParticle>> ExtendAsync(IReadOnlyList<ToyParticle> particles, bool toEnd, CancellationToken ct)
    {
        ToyParticle[] extended = new ToyParticle[particles.Count];
        for (int i = 0; i < extended.Length; i++)
        {
            ToyParticle particle = particles[i];
            bool paused = false;
            while (particle.Status == ParticleStatus.Running && !paused)
            {
                particle = particle.Extend(_tokens.Uniform(_problem, _group, (uint)i, (uint)particle.Prefix.Length));
                paused = !toEnd;
            }
            extended[i] = particle;
        }
        return new(extended);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> LogTwistAsync(IReadOnlyList<ToyParticle> particles, CancellationToken ct)
    {
        double[] logTwists = new double[particles.Count];
        for (int i = 0; i < logTwists.Length; i++)
        {
            logTwists[i] = particles[i].LogTwist(_exponent);
        }
        return new(logTwists);
    }
}
