using Tsmc.Sampling;
using Tsmc.Tokenization;

namespace Tsmc.Tests.Sampling;

public sealed class SolutionScorerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Scores_are_those_of_whole_forward_passes_at_step_ends_and_at_the_end(int promptLength)
    {
        using var world = TinyWorld.Letters(layers: 2);
        int[] prompt = [.. new[] { TinyWorld.B, TinyWorld.A, TinyWorld.A, TinyWorld.B }.Take(promptLength)];
        const int N = TinyWorld.BlankLine;
        int[][] some = [[2, 3, N, 3, N, 2, 0], [], [N, 2], [3, N], [2, 3, 2, 2, 2, 2, 2, 2, 2, 2, N, 3, 0], [0]];
        // More than are read in one call
        int[][] solutions = [.. Enumerable.Range(0, 140).Select(i => some[i % some.Length])];

        IReadOnlyList<IReadOnlyList<double>> scores = new SolutionScorer(world.Values, world.Tokenizer).Score(prompt, solutions);

        Assert.Equal(solutions.Length, scores.Count);
        var stepEnds = new StepEnds(world.Tokenizer);
        foreach ((int[] solution, IReadOnlyList<double> values) in solutions.Zip(scores))
        {
            int[] lengths = [.. stepEnds.Positions(solution).Select(position => position + 1).Append(solution.Length).Distinct()];
            Assert.Equal(
                lengths.Select(length => Math.Exp(world.LogValue([.. prompt, .. solution[..length]]))), values, (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    [Fact]
    public void What_the_model_cannot_read_is_refused()
    {
        using var world = TinyWorld.Letters();
        var scorer = new SolutionScorer(world.Values, world.Tokenizer);
        Assert.StartsWith("The prompt has no token", Assert.Throws<ArgumentException>(() => scorer.Score([], [[2]])).Message);
        var error = Assert.Throws<ArgumentException>(() => scorer.Score([2, 3], [new int[300]]));
        Assert.StartsWith("Prompt and solution take 302 tokens, the model has 256 positions", error.Message);
        Assert.Empty(scorer.Score([2], []));
    }
}
