using Tsmc.Exact;
using Tsmc.Randomness;
using Tsmc.Smc;

namespace Tsmc.Tests.Exact;

/// <summary>Toy models that no file holds, and runs on them.</summary>
internal static class ToyModels
{
    /// <summary>A model of V tokens and T steps with random tables; about half of the sequences have phi 1, the rest 0.</summary>
    public static EnumerableModel Binary(int tokens, int steps, uint which) => Random(tokens, steps, which, u => u < 0.5 ? 1 : 0);

    /// <summary>The same with phi anywhere in (0.05, 1.05).</summary>
    public static EnumerableModel Graded(int tokens, int steps, uint which) => Random(tokens, steps, which, u => u + 0.05);

    public static EnumerableModel Random(int tokens, int steps, uint which, Func<double, double> phi)
    {
        RandomSequence numbers = new CounterRandom(5, RandomStream.Weights).Sequence(which);
        Dictionary<string, IReadOnlyList<double>> pNext = [];
        foreach (string prefix in Enumerable.Range(0, steps).SelectMany(length => Prefixes(tokens, length)))
        {
            double[] row = [.. Enumerable.Range(0, tokens).Select(_ => 0.1 + numbers.NextUniform())];
            pNext[prefix] = [.. row.Select(p => p / row.Sum())];
        }
        return new EnumerableModel(tokens, steps, pNext, Prefixes(tokens, steps).ToDictionary(s => s, _ => phi(numbers.NextUniform())));
    }

    /// <summary>A random positive value for every prefix of 1 .. T - 1 tokens, between 0.05 and 1.05.</summary>
    public static Dictionary<string, double> RandomTwist(EnumerableModel model, uint which)
    {
        RandomSequence numbers = new CounterRandom(6, RandomStream.Weights).Sequence(which);
        return Enumerable.Range(1, model.StepCount - 1).SelectMany(length => Prefixes(model.TokenCount, length))
            .ToDictionary(prefix => prefix, _ => 0.05 + numbers.NextUniform());
    }

    public static IEnumerable<string> Prefixes(int tokens, int length) => length == 0
        ? [""]
        : Prefixes(tokens, length - 1).SelectMany(prefix => Enumerable.Range(0, tokens).Select(token => $"{prefix}{token}"));

    /// <summary>The last step of one run: its weights, particles and evidence.</summary>
    public static async Task<SmcStep<ToyParticle>> LastStep(
        EnumerableModel model, double exponent, TwistedSmcOptions options, int particles, uint run, uint group)
    {
        EnumerableParticleModel view = new(exponent, new CounterRandom(7, RandomStream.Tokens), run, group);
        ToyParticle[] start = [.. Enumerable.Repeat(model.Root, particles)];
        CounterRandom resampling = new(7, RandomStream.Resampling);
        return (await TwistedSmc.RunAsync(view, start, options, resampling, run, group).CollectAsync()).Steps[^1];
    }
}
