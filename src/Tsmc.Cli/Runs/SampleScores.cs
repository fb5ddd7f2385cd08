using Tsmc.Problems;
using Tsmc.Sampling;

namespace Tsmc.Cli.Runs;

/// <summary>Fills the <c>value</c> and <c>reward</c> of sampled solutions, on the engine's threads.</summary>
internal sealed class SampleScores(DecodingEngine engine, SolutionScorer? value, SolutionScorer? reward, bool rewardSteps)
{
    public async Task<IReadOnlyList<Solution>> ValuesAsync(
        IReadOnlyList<int> prompt, IReadOnlyList<TextParticle> particles, IReadOnlyList<Solution> rows, CancellationToken ct) =>
        await ScoreAsync(value, prompt, particles, rows, (row, scores) => row with { Values = scores }, ct).ConfigureAwait(false);

    public async Task<IReadOnlyList<Solution>> RewardsAsync(
        IReadOnlyList<int> prompt, IReadOnlyList<TextParticle> particles, IReadOnlyList<Solution> rows, CancellationToken ct) =>
        await ScoreAsync(
            reward, prompt, particles, rows, (row, scores) => row with { Rewards = rewardSteps ? scores : [scores[^1]] }, ct).ConfigureAwait(false);

    private async Task<IReadOnlyList<Solution>> ScoreAsync(
        SolutionScorer? scorer, IReadOnlyList<int> prompt, IReadOnlyList<TextParticle> particles, IReadOnlyList<Solution> rows,
        Func<Solution, IReadOnlyList<double>, Solution> fill, CancellationToken ct)
    {
        if (scorer is null)
        {
            return rows;
        }
        int[][] tokens = [.. particles.Select(particle => particle.Tokens())];
        IReadOnlyList<IReadOnlyList<double>> scores =
            await engine.RunAsync(() => scorer.Score(prompt, tokens), rows[0].ProblemIndex, ct).ConfigureAwait(false);
        return [.. rows.Zip(scores, fill)];
    }
}
