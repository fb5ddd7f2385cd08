using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tsmc.Randomness;

namespace Tsmc.Smc;

/// <summary>Twisted sequential Monte Carlo for one group of particles (Feng et al., ICLR 2025, arXiv 2410.01920).</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>paper</term><description>here</description></listheader>
/// <item><term>x_{1:t}</term><description>a particle; <c>M</c> of them make the group</description></item>
/// <item><term>p0</term><description>the proposal, <see cref="IParticleModel{TParticle}.ExtendAsync"/></description></item>
/// <item><term>psi_t</term><description>the twist, <see cref="IParticleModel{TParticle}.LogTwistAsync"/>; psi_0 = 1</description></item>
/// <item><term>w_t = psi_t / psi_{t-1}</term><description><see cref="SmcStep{TParticle}.Weights"/></description></item>
/// <item><term>Z_hat</term><description><see cref="SmcStep{TParticle}.LogEvidence"/></description></item>
/// </list>
/// Defined for the odd cases: a particle of twist 0 keeps weight 0 (0/0 = 0) until it is resampled away. When all weights are 0 each
/// particle is its own ancestor and the evidence is 0 from then on, but the particles run to their ends and later weights compare them
/// among themselves. One particle is its own ancestor, and its run importance sampling. When all particles end at once, before any
/// pause, they are weighed once.
/// </remarks>
public static class TwistedSmc
{
    /// <summary>Runs one group, step by step, until no particle is running.</summary>
    /// <param name="model">Extends and scores particles.</param>
    /// <param name="start">The M particles x_0, one a slot; usually M times the same.</param>
    /// <param name="options">How to resample.</param>
    /// <param name="resampling">The uniforms of resampling, read at (problem, group, t, slot).</param>
    /// <param name="problem">Address of the problem.</param>
    /// <param name="group">Address of the group.</param>
    /// <param name="ct">Cancels the run.</param>
    /// <exception cref="ArgumentException">There is no particle, or an option is out of range.</exception>
    /// <exception cref="InvalidDataException">A log twist is NaN or plus infinity; the message names step and particle.</exception>
    /// <exception cref="InvalidOperationException">The model broke its contract; the message says how.</exception>
    public static IAsyncEnumerable<SmcStep<TParticle>> RunAsync<TParticle>(
        IParticleModel<TParticle> model, IReadOnlyList<TParticle> start, TwistedSmcOptions options,
        CounterRandom resampling, uint problem, uint group, CancellationToken ct = default)
        where TParticle : class, IParticle
    {
        options.Validate();
        if (start.Count == 0)
        {
            throw new ArgumentException("The group has no particle; expected at least one.", nameof(start));
        }
        return LoopAsync(model, start, options, resampling, problem, group, ct);
    }

    /// <summary>Runs to the end and keeps every step.</summary>
    public static async ValueTask<SmcRun<TParticle>> CollectAsync<TParticle>(
        this IAsyncEnumerable<SmcStep<TParticle>> run, CancellationToken ct = default)
        where TParticle : class, IParticle
    {
        List<SmcStep<TParticle>> steps = [];
        await foreach (SmcStep<TParticle> step in run.WithCancellation(ct).ConfigureAwait(false))
        {
            steps.Add(step);
        }
        return new SmcRun<TParticle>(steps);
    }

    private static async IAsyncEnumerable<SmcStep<TParticle>> LoopAsync<TParticle>(
        IParticleModel<TParticle> model, IReadOnlyList<TParticle> particles, TwistedSmcOptions options,
        CounterRandom resampling, uint problem, uint group, [EnumeratorCancellation] CancellationToken ct)
        where TParticle : class, IParticle
    {
        int m = particles.Count;
        double[] uniforms = new double[Resampling.UniformsFor(options.Scheme, m)];
        double[] logTwists = new double[m]; // psi_0 = 1
        double[] logCarried = new double[m]; // weights not yet spent by resampling, mean 1
        double logEvidence = 0;
        int resamplings = 0;
        for (int t = 1; ; t++)
        {
            ct.ThrowIfCancellationRequested();

            // Extend
            bool toEnd = resamplings == options.StopSteps;
            IReadOnlyList<TParticle> extended = await model.ExtendAsync(particles, toEnd, ct).ConfigureAwait(false);
            bool isLast = CheckExtended(particles, extended, toEnd);

            // Score
            IReadOnlyList<double> answers = await model.LogTwistAsync(extended, ct).ConfigureAwait(false);
            double[] scored = Score(t, particles, extended, logTwists, answers);

            // Reweight
            Weights weights = Reweight(logCarried, scored, logTwists);
            logEvidence += weights.LogMean;

            // Resample
            int[]? ancestors = null;
            if (!isLast && options.CallForResampling(weights))
            {
                resampling.Uniforms(uniforms, problem, group, (uint)t);
                ancestors = Resampling.Ancestors(options.Scheme, weights, uniforms);
                resamplings++;
            }
            particles = ancestors is null ? extended : Array.ConvertAll(ancestors, a => extended[a]);
            logTwists = ancestors is null ? scored : Array.ConvertAll(ancestors, a => scored[a]);
            logCarried = ancestors is null ? [.. weights.LogWeights.Select(w => w - weights.LogMean)] : new double[m];

            // Record
            yield return new SmcStep<TParticle>
            {
                Index = t,
                Particles = extended,
                LogTwists = ImmutableCollectionsMarshal.AsImmutableArray(scored),
                Weights = weights,
                Ancestors = ancestors,
                Next = particles,
                LogEvidence = logEvidence,
                IsLast = isLast,
            };
            if (isLast)
            {
                yield break;
            }
        }
    }

    // Whether no particle is running any more.
    private static bool CheckExtended<TParticle>(IReadOnlyList<TParticle> before, IReadOnlyList<TParticle> after, bool toEnd)
        where TParticle : class, IParticle
    {
        if (after.Count != before.Count)
        {
            throw new InvalidOperationException($"ExtendAsync was given {before.Count} particles and returned {after.Count}.");
        }
        bool isLast = true;
        for (int i = 0; i < after.Count; i++)
        {
            if (after[i].Status != ParticleStatus.Running)
            {
                continue;
            }
            isLast = false;
            if (toEnd)
            {
                throw new InvalidOperationException($"ExtendAsync was to run every particle to its end; particle {i} is still running.");
            }
            if (ReferenceEquals(before[i], after[i]))
            {
                throw new InvalidOperationException($"ExtendAsync returned the running particle {i} as it was; the run would never end.");
            }
        }
        return isLast;
    }

    // log psi_t: 0 weight when truncated, unchanged when it had finished before, otherwise what the model says.
    private static double[] Score<TParticle>(
        int t, IReadOnlyList<TParticle> before, IReadOnlyList<TParticle> after, double[] logTwists, IReadOnlyList<double> answers)
        where TParticle : class, IParticle
    {
        if (answers.Count != after.Count)
        {
            throw new InvalidOperationException($"LogTwistAsync was given {after.Count} particles and returned {answers.Count} twists.");
        }
        double[] scored = new double[after.Count];
        for (int i = 0; i < scored.Length; i++)
        {
            scored[i] =
                after[i].Status == ParticleStatus.Truncated ? double.NegativeInfinity
                : before[i].Status == ParticleStatus.Finished ? logTwists[i]
                : answers[i];
            if (double.IsNaN(scored[i]) || double.IsPositiveInfinity(scored[i]))
            {
                throw new InvalidDataException(
                    $"Step {t}, particle {i}: the log twist is {scored[i]}; expected a finite number, or minus infinity for a twist of 0.");
            }
        }
        return scored;
    }

    // log w_t = log psi_t - log psi_{t-1}, on top of the weights carried.
    private static Weights Reweight(double[] logCarried, double[] scored, double[] logTwists)
    {
        Span<double> logWeights = new double[scored.Length];
        for (int i = 0; i < scored.Length; i++)
        {
            logWeights[i] = double.IsNegativeInfinity(logTwists[i])
                ? double.NegativeInfinity
                : logCarried[i] + scored[i] - logTwists[i];
        }
        return new Weights(logWeights);
    }
}
