using Tsmc.Randomness;
using Tsmc.Smc;

namespace Tsmc.Sampling;

/// <summary>
/// One group of particles of one problem in the <see cref="DecodingEngine"/>: the particle model of <see cref="TwistedSmc"/> over a
/// generator (the proposal) and a value model (the twist). Dispose it to give its rows back.
/// </summary>
public sealed class DecodingGroup : IParticleModel<TextParticle>, IDisposable
{
    private readonly EngineLoop _loop;
    private int _disposed;

    internal DecodingGroup(EngineLoop loop, GroupAddress address, IReadOnlyList<int> prompt, GroupOptions options, IReadOnlyList<Slot> slots)
    {
        (_loop, Address, Prompt, Options, Slots) = (loop, address, prompt, options, slots);
        Origin = TextParticle.Start();
        Random = new CounterRandom(options.Seed, RandomStream.Tokens);
    }

    /// <summary>Where the group's random numbers lie.</summary>
    public GroupAddress Address { get; }

    /// <summary>Token ids of the prompt.</summary>
    public IReadOnlyList<int> Prompt { get; }

    /// <summary>Particles of the group, M.</summary>
    public int Size => Slots.Count;

    /// <summary>The M particles x_0 that have written nothing.</summary>
    public IReadOnlyList<TextParticle> Start => [.. Enumerable.Repeat(Origin, Size)];

    internal GroupOptions Options { get; }

    /// <summary>The uniforms that choose the group's tokens.</summary>
    internal CounterRandom Random { get; }

    internal IReadOnlyList<Slot> Slots { get; }

    /// <summary>The particle that has written nothing; its keys and values are the prompt's.</summary>
    internal TextParticle Origin { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more particles than <see cref="Size"/>.</exception>
    /// <exception cref="InvalidDataException">The generator's logits are not numbers.</exception>
    public async ValueTask<IReadOnlyList<TextParticle>> ExtendAsync(
        IReadOnlyList<TextParticle> particles, bool toEnd, CancellationToken ct)
    {
        if (particles.Count > Size)
        {
            throw new ArgumentException($"The group was opened for {Size} particles and is asked to extend {particles.Count}.", nameof(particles));
        }
        var request = new ExtendRequest(this, particles, toEnd, ct);
        _loop.Ask(request);
        return await request.Answer.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<double>> LogTwistAsync(IReadOnlyList<TextParticle> particles, CancellationToken ct)
    {
        double exponent = Options.TwistExponent;
        await ScoreAsync(particles, ct).ConfigureAwait(false);
        return [.. particles.Select(particle => exponent * particle.LogValue!.Value)];
    }

    /// <summary>Sees to it that every particle has its <see cref="TextParticle.Value"/>; equal partial solutions have equal values.</summary>
    /// <exception cref="InvalidOperationException">The engine has no value model.</exception>
    public async Task ScoreAsync(IReadOnlyList<TextParticle> particles, CancellationToken ct = default)
    {
        var request = new ScoreRequest(this, particles, ct);
        if (request.Unscored.Count > 0)
        {
            _loop.Ask(request);
            await request.Answer.ConfigureAwait(false);

            // The same text read in another row or batch differs in its last bits. Resampling sorts by weight, so those bits would order
            // equal particles, and the run would depend on what else was decoded beside it.
            foreach (IGrouping<string, TextParticle> equal in request.Unscored.GroupBy(particle => string.Join(' ', particle.Tokens())))
            {
                double? value = equal.First().LogValue;
                foreach (TextParticle particle in equal)
                {
                    particle.LogValue = value;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _loop.Ask(new ReleaseRequest(this));
        }
    }
}
