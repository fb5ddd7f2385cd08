namespace Tsmc.Smc;

/// <summary>
/// The laws every <see cref="IParticleModel{TParticle}"/> obeys, as checks that its tests call on particles of their choice. A broken
/// law is an <see cref="InvalidOperationException"/> that names the law and the particle.
/// </summary>
public static class ParticleModelLaws
{
    /// <summary>Checks all laws, from <paramref name="start"/> through every pause to the end.</summary>
    /// <param name="model">The model.</param>
    /// <param name="start">Particles to start from, running.</param>
    /// <param name="comparer">When two particles are the same partial solution.</param>
    /// <param name="tolerance">How far log twists of the same particle may differ, because floating-point sums depend on the batch.</param>
    /// <param name="ct">Cancels the checks.</param>
    public static async Task CheckAsync<TParticle>(
        IParticleModel<TParticle> model, IReadOnlyList<TParticle> start, IEqualityComparer<TParticle> comparer,
        double tolerance = 0, CancellationToken ct = default)
        where TParticle : class, IParticle
    {
        IReadOnlyList<TParticle> particles = start;
        while (particles.Any(particle => particle.Status == ParticleStatus.Running))
        {
            await CheckEndsAsync(model, particles, ct).ConfigureAwait(false);
            await CheckExtensionIsRepeatableAsync(model, particles, comparer, ct).ConfigureAwait(false);
            await CheckExtensionIgnoresTheBatchAsync(model, particles, comparer, ct).ConfigureAwait(false);
            particles = await model.ExtendAsync(particles, toEnd: false, ct).ConfigureAwait(false);
            await CheckTwistsAsync(model, particles, tolerance, ct).ConfigureAwait(false);
            await CheckAbsorbingAsync(model, particles, comparer, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Extended to the end, no particle is running.</summary>
    public static async Task CheckEndsAsync<TParticle>(
        IParticleModel<TParticle> model, IReadOnlyList<TParticle> particles, CancellationToken ct = default)
        where TParticle : class, IParticle
    {
        IReadOnlyList<TParticle> ended = await model.ExtendAsync(particles, toEnd: true, ct).ConfigureAwait(false);
        Require(ended.Count == particles.Count, "ends", $"{particles.Count} particles went in, {ended.Count} came out");
        for (int i = 0; i < ended.Count; i++)
        {
            Require(ended[i].Status != ParticleStatus.Running, "ends", $"particle {i} is still running after an extension to the end");
        }
    }

    /// <summary>A finished or truncated particle comes back as it is.</summary>
    public static async Task CheckAbsorbingAsync<TParticle>(
        IParticleModel<TParticle> model, IReadOnlyList<TParticle> particles, IEqualityComparer<TParticle> comparer,
        CancellationToken ct = default)
        where TParticle : class, IParticle
    {
        IReadOnlyList<TParticle> extended = await model.ExtendAsync(particles, toEnd: false, ct).ConfigureAwait(false);
        for (int i = 0; i < particles.Count; i++)
        {
            bool same = comparer.Equals(particles[i], extended[i]) && particles[i].Status == extended[i].Status;
            Require(particles[i].Status == ParticleStatus.Running || same, "absorbing", $"particle {i} had ended and was changed");
        }
    }

    /// <summary>The same extension asked twice gives the same particles: randomness is addressed by slot, not drawn from a state.</summary>
    public static async Task CheckExtensionIsRepeatableAsync<TParticle>(
        IParticleModel<TParticle> model, IReadOnlyList<TParticle> particles, IEqualityComparer<TParticle> comparer,
        CancellationToken ct = default)
        where TParticle : class, IParticle
    {
        IReadOnlyList<TParticle> once = await model.ExtendAsync(particles, toEnd: false, ct).ConfigureAwait(false);
        IReadOnlyList<TParticle> again = await model.ExtendAsync(particles, toEnd: false, ct).ConfigureAwait(false);
        for (int i = 0; i < particles.Count; i++)
        {
            Require(comparer.Equals(once[i], again[i]), "repeatable", $"particle {i} was extended in two ways by the same call");
        }
    }

    /// <summary>A particle's extension does not depend on the slots after its own.</summary>
    public static async Task CheckExtensionIgnoresTheBatchAsync<TParticle>(
        IParticleModel<TParticle> model, IReadOnlyList<TParticle> particles, IEqualityComparer<TParticle> comparer,
        CancellationToken ct = default)
        where TParticle : class, IParticle
    {
        IReadOnlyList<TParticle> whole = await model.ExtendAsync(particles, toEnd: false, ct).ConfigureAwait(false);
        for (int count = 1; count < particles.Count; count++)
        {
            IReadOnlyList<TParticle> part = await model.ExtendAsync([.. particles.Take(count)], toEnd: false, ct).ConfigureAwait(false);
            int i = count - 1;
            bool same = comparer.Equals(part[i], whole[i]);
            Require(same, "batch equals single", $"particle {i} was extended differently in batches of {count} and {particles.Count}");
        }
    }

    /// <summary>There is one log twist a particle, a number below plus infinity, and the same alone as in the batch.</summary>
    public static async Task CheckTwistsAsync<TParticle>(
        IParticleModel<TParticle> model, IReadOnlyList<TParticle> particles, double tolerance = 0, CancellationToken ct = default)
        where TParticle : class, IParticle
    {
        IReadOnlyList<double> twists = await model.LogTwistAsync(particles, ct).ConfigureAwait(false);
        Require(twists.Count == particles.Count, "one log twist a particle", $"{particles.Count} particles, {twists.Count} log twists");
        for (int i = 0; i < particles.Count; i++)
        {
            if (particles[i].Status == ParticleStatus.Truncated)
            {
                continue;
            }
            Require(twists[i] < double.PositiveInfinity, "twists are numbers", $"the log twist of particle {i} is {twists[i]}");
            double alone = (await model.LogTwistAsync([particles[i]], ct).ConfigureAwait(false))[0];
            bool same = twists[i] == alone || Math.Abs(twists[i] - alone) <= tolerance;
            Require(same, "batch equals single", $"the log twist of particle {i} is {twists[i]} in the batch and {alone} alone");
        }
    }

    private static void Require(bool kept, string law, string seen)
    {
        if (!kept)
        {
            throw new InvalidOperationException($"The particle model breaks the law \"{law}\": {seen}.");
        }
    }
}
