using Tsmc.Smc;

namespace Tsmc.Sampling;

/// <summary>Extend a group's particles to their next pause, or to their ends.</summary>
internal sealed class ExtendRequest(DecodingGroup group, IReadOnlyList<TextParticle> particles, bool toEnd, CancellationToken ct)
    : EngineRequest<IReadOnlyList<TextParticle>>(ct)
{
    private readonly TextParticle[] _extended = [.. particles];
    private int _running = particles.Count(particle => particle.Status == ParticleStatus.Running);

    public DecodingGroup Group { get; } = group;

    public IReadOnlyList<TextParticle> Particles { get; } = particles;

    public bool ToEnd { get; } = toEnd;

    /// <inheritdoc/>
    public override void Begin(EngineLoop loop)
    {
        if (_running == 0)
        {
            Complete(_extended);
            return;
        }
        loop.Place(this);
    }

    /// <summary>A particle has paused or ended; when it was the last one, the request is answered.</summary>
    public void Paused(int index, TextParticle particle)
    {
        _extended[index] = particle;
        if (--_running == 0)
        {
            Complete(_extended);
        }
    }
}
