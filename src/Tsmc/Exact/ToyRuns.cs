using Tsmc.Randomness;
using Tsmc.Smc;

namespace Tsmc.Exact;

/// <summary>Runs of twisted SMC on a toy model, to look at or to average over.</summary>
public static class ToyRuns
{
    /// <summary>One run, step by step.</summary>
    /// <param name="model">The toy model.</param>
    /// <param name="exponent">Power of the value in the twist, 0 or more.</param>
    /// <param name="particles">M, at least 1.</param>
    /// <param name="smc">How to resample.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="run">Number of the run; runs of different numbers are independent.</param>
    /// <param name="group">A second number of the run, for runs that must differ although theirs is the same.</param>
    /// <param name="ct">Cancels the run.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static IAsyncEnumerable<SmcStep<ToyParticle>> RunAsync(
        EnumerableModel model, double exponent, int particles, TwistedSmcOptions smc, long seed, uint run, uint group = 0,
        CancellationToken ct = default)
    {
        var view = new EnumerableParticleModel(exponent, new CounterRandom(seed, RandomStream.Tokens), run, group);
        ToyParticle[] start = [.. Enumerable.Repeat(model.Root, particles)];
        return TwistedSmc.RunAsync(view, start, smc, new CounterRandom(seed, RandomStream.Resampling), run, group, ct);
    }

    /// <summary>Many runs, kept whole: runs 0 .. <paramref name="runs"/> - 1 of <see cref="RunAsync"/>.</summary>
    /// <param name="model">The toy model.</param>
    /// <param name="exponent">Power of the value in the twist, 0 or more.</param>
    /// <param name="particles">M, at least 1.</param>
    /// <param name="runs">Number of runs, at least 1.</param>
    /// <param name="smc">How to resample; null for resampling after every token but the last, otherwise the paper's.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="ct">Cancels the runs.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static async Task<IReadOnlyList<SmcRun<ToyParticle>>> CollectAsync(
        EnumerableModel model, double exponent, int particles, int runs, TwistedSmcOptions? smc = null, long seed = 0,
        CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        smc ??= new TwistedSmcOptions { StopSteps = model.StepCount };
        var all = new SmcRun<ToyParticle>[runs];
        for (int run = 0; run < runs; run++)
        {
            all[run] = await RunAsync(model, exponent, particles, smc, seed, (uint)run, ct: ct).CollectAsync(ct).ConfigureAwait(false);
        }
        return all;
    }
}
