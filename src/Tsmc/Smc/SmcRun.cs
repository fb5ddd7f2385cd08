namespace Tsmc.Smc;

/// <summary>A whole run of one group: its steps, the final particles with their weights, and who descends from whom.</summary>
/// <typeparam name="TParticle">The state of one partial solution.</typeparam>
public sealed class SmcRun<TParticle>
    where TParticle : class, IParticle
{
    /// <summary>Takes the steps of a run that has ended, in order.</summary>
    /// <exception cref="ArgumentException">There is no step, or the last one is not the last of its run.</exception>
    public SmcRun(IReadOnlyList<SmcStep<TParticle>> steps)
    {
        if (steps.Count == 0 || !steps[^1].IsLast)
        {
            throw new ArgumentException($"The {steps.Count} steps are not a whole run; expected the last to say IsLast.", nameof(steps));
        }
        Steps = steps;
    }

    /// <summary>The steps, t = 1, 2, ….</summary>
    public IReadOnlyList<SmcStep<TParticle>> Steps { get; }

    /// <summary>The M particles at the end; none is running.</summary>
    public IReadOnlyList<TParticle> Particles => Steps[^1].Particles;

    /// <summary>The weights that stay with <see cref="Particles"/>: psi_T / psi_{T-1} of the last weighing, times any carried.</summary>
    public Weights Weights => Steps[^1].Weights;

    /// <summary>
    /// Log of Z_hat = prod_t mean_i w_t^i. Z_hat is unbiased for Z when the final twist is phi and no twist is 0 where phi can still
    /// be reached. Minus infinity when all weights were 0 at some step.
    /// </summary>
    public double LogEvidence => Steps[^1].LogEvidence;

    /// <summary>The index, among the particles weighed at step <paramref name="step"/>, of the ancestor of a final particle.</summary>
    /// <param name="particle">The final particle, 0 .. M - 1.</param>
    /// <param name="step">The step, 1 .. number of steps; at the last step a particle is its own ancestor.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such particle or step.</exception>
    public int AncestorOf(int particle, int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(particle);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(particle, Particles.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(step, Steps.Count);
        int slot = particle;
        for (int t = Steps.Count - 1; t >= step; t--)
        {
            slot = Steps[t - 1].Ancestors is { } ancestors ? ancestors[slot] : slot;
        }
        return slot;
    }

    /// <summary>How many of the M particles of step 1 have a descendant among the final particles, in 1 .. M.</summary>
    public int DistinctRoots => Enumerable.Range(0, Particles.Count).Select(particle => AncestorOf(particle, 1)).Distinct().Count();
}
