namespace Tsmc.Smc;

/// <summary>
/// The two questions that sequential Monte Carlo asks of a model: <em>extend these particles to their next pause</em> and <em>what
/// are their log twists</em>. An implementation obeys the laws in <see cref="ParticleModelLaws"/>; its tests call them.
/// </summary>
/// <typeparam name="TParticle">The immutable state of one partial solution.</typeparam>
public interface IParticleModel<TParticle>
    where TParticle : class, IParticle
{
    /// <summary>Samples from the proposal p0: extends every running particle to its next pause, or to its end.</summary>
    /// <param name="particles">
    /// One particle a slot. The index in the list is the address of the particle's random numbers; after resampling several slots may
    /// hold the same reference, and they go separate ways.
    /// </param>
    /// <param name="toEnd">True to ignore the pauses: then no particle that comes back is running.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <returns>
    /// As many particles, slot by slot. A running particle comes back as a new object; a finished or truncated one comes back as it is.
    /// </returns>
    ValueTask<IReadOnlyList<TParticle>> ExtendAsync(IReadOnlyList<TParticle> particles, bool toEnd, CancellationToken ct);

    /// <summary>The log twist log psi_t(x_{1:t}) of each particle at its pause or end.</summary>
    /// <param name="particles">Particles as <see cref="ExtendAsync"/> returned them.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <returns>
    /// One number a particle, in [-infinity, +infinity): minus infinity is a twist of 0; NaN is an error. What is said of a truncated
    /// particle, or of one that had finished before, is not used.
    /// </returns>
    ValueTask<IReadOnlyList<double>> LogTwistAsync(IReadOnlyList<TParticle> particles, CancellationToken ct);
}
