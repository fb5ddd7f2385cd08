using Tsmc.Evaluation;

namespace Tsmc.Tests.Evaluation;

/// <summary>Hand-made and simulated samples for the tests of this folder.</summary>
internal static class Samples
{
    /// <summary>Answers by group; the correct ones are those of group <paramref name="gold"/>.</summary>
    public static ProblemSamples Of(int[] answers, int gold, int groupSize = 1, double[]? weights = null, int problem = 0) => new()
    {
        ProblemIndex = problem,
        GroupSize = groupSize,
        AnswerGroup = answers,
        Correct = [.. answers.Select(answer => answer == gold)],
        Group = [.. answers.Select((_, i) => i / groupSize)],
        Value = weights ?? [.. answers.Select(_ => double.NaN)],
        Reward = weights ?? [.. answers.Select(_ => double.NaN)],
        LogWeight = weights is null ? [.. answers.Select(_ => double.NaN)] : [.. weights.Select(weight => Math.Log(weight))],
        Tokens = [.. answers.Select(_ => 10)],
    };

    public static int[] All(ProblemSamples samples) => [.. Enumerable.Range(0, samples.Count)];

    /// <summary>Every subset of <paramref name="size"/> of 0 .. <paramref name="total"/> - 1.</summary>
    public static IEnumerable<int[]> Subsets(int total, int size) => Enumerable.Range(0, 1 << total)
        .Where(mask => int.PopCount(mask) == size)
        .Select(mask => Enumerable.Range(0, total).Where(i => (mask >> i & 1) == 1).ToArray());
}
