using Tsmc.Randomness;

namespace Tsmc.Evaluation;

/// <summary>
/// Random subsets of a problem's solutions by whole groups. Particles of one TSMC group depend on each other, so a subset of
/// N = k·M solutions is k whole groups, never a part of one; a plain sample is a group of its own.
/// </summary>
public static class GroupSubsets
{
    /// <summary>Whether a subset of n solutions exists: n is a multiple of M, or all solutions are taken.</summary>
    /// <param name="samples">The problem's solutions.</param>
    /// <param name="n">Size of the subset.</param>
    public static bool Allows(ProblemSamples samples, int n)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return n >= 1 && n <= samples.Count && (n % samples.GroupSize == 0 || n == samples.Count);
    }

    /// <summary>
    /// A random order of the solutions, group by group, whose first n are a uniformly random subset for every n that
    /// <see cref="Allows"/> accepts. A group of fewer than M particles, left over where M does not divide N, always stands
    /// last: it takes part only when all solutions do.
    /// </summary>
    /// <param name="samples">The problem's solutions.</param>
    /// <param name="seed">Seed of the subsets.</param>
    /// <param name="trial">
    /// Number of the trial, from 0. The address is (problem, trial), so methods that score the same samples share their subsets.
    /// </param>
    /// <returns>Indices of all solutions.</returns>
    public static int[] Order(ProblemSamples samples, long seed, int trial)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        RandomSequence random = new CounterRandom(seed, RandomStream.Subsets).Sequence((uint)samples.ProblemIndex, (uint)trial);
        int[][] groups = Groups(samples);
        int whole = groups.Length > 0 && groups[^1].Length < samples.GroupSize ? groups.Length - 1 : groups.Length;
        random.Shuffle(groups.AsSpan(0, whole));
        return [.. groups.SelectMany(group => group)];
    }

    /// <summary>
    /// The solutions' indices by group: whole groups in the order of their numbers, then the incomplete one if there is one.
    /// </summary>
    internal static int[][] Groups(ProblemSamples samples) => samples.GroupSize == 1
        ? [.. Enumerable.Range(0, samples.Count).Select(i => new[] { i })]
        : [.. Enumerable.Range(0, samples.Count)
            .GroupBy(i => samples.Group[i])
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key)
            .Select(group => group.ToArray())];
}
