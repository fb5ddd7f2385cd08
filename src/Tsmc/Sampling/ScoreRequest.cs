namespace Tsmc.Sampling;

/// <summary>Values of a group's particles at their last tokens. Answered once every particle has its value.</summary>
internal sealed class ScoreRequest(DecodingGroup group, IReadOnlyList<TextParticle> particles, CancellationToken ct)
    : EngineRequest<bool>(ct)
{
    public DecodingGroup Group { get; } = group;

    /// <summary>The particles without a value, each once.</summary>
    public IReadOnlyList<TextParticle> Unscored { get; } =
        [.. particles.Where(particle => particle.LogValue is null).Distinct<TextParticle>(ReferenceEqualityComparer.Instance)];

    /// <inheritdoc/>
    public override void Begin(EngineLoop loop) => loop.AwaitScore(this);

    /// <summary>All values are there.</summary>
    public void Scored() => Complete(true);
}
