using Tsmc.Smc;

namespace Tsmc.Tests.Smc;

/// <summary>
/// A model that follows a script: after how many steps the particle born in a slot ends, how, and its log twist by (root, age). A
/// pause is every step; every call is remembered.
/// </summary>
internal sealed class ScriptedModel(
    Func<int, int> length, Func<int, int, double> logTwist, Func<int, ParticleStatus>? end = null) : IParticleModel<ScriptedParticle>
{
    public List<bool> ToEnd { get; } = [];

    public static ScriptedParticle[] Start(int m) =>
        [.. Enumerable.Range(0, m).Select(i => new ScriptedParticle(i, 0, ParticleStatus.Running))];

    public ValueTask<IReadOnlyList<ScriptedParticle>> ExtendAsync(
        IReadOnlyList<ScriptedParticle> particles, bool toEnd, CancellationToken ct)
    {
        ToEnd.Add(toEnd);
        return new([.. particles.Select(particle => Extend(particle, toEnd))]);
    }

    public ValueTask<IReadOnlyList<double>> LogTwistAsync(IReadOnlyList<ScriptedParticle> particles, CancellationToken ct) =>
        new([.. particles.Select(particle => logTwist(particle.Root, particle.Age))]);

    private ScriptedParticle Extend(ScriptedParticle particle, bool toEnd)
    {
        if (particle.Status != ParticleStatus.Running)
        {
            return particle;
        }
        int last = length(particle.Root);
        int age = toEnd ? last : particle.Age + 1;
        return new(particle.Root, age, age < last ? ParticleStatus.Running : end?.Invoke(particle.Root) ?? ParticleStatus.Finished);
    }
}
