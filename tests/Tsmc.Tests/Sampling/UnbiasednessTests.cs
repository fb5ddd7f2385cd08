using Tsmc.Sampling;
using Tsmc.Smc;

namespace Tsmc.Tests.Sampling;

public sealed class UnbiasednessTests
{
    private const int Groups = 4000;
    private const int Particles = 3;
    private const int Limit = 9;
    private const double Temperature = 0.8;
    private const int TopK = 4;

    [Theory]
    [InlineData(0.5, 5)]
    [InlineData(1, 5)]
    [InlineData(1, 2)]
    public async Task Weighted_averages_times_the_evidence_are_unbiased(double exponent, int stopSteps)
    {
        using var world = TinyWorld.Letters();
        int[] prompt = [TinyWorld.A];
        using DecodingEngine engine = world.Engine(384, workers: 2, Temperature, TopK);
        var options = new TsmcOptions
        {
            Temperature = Temperature, TopK = TopK, MaxNewTokens = Limit, Warmup = 0, TsmcTemperature = exponent, StopSteps = stopSteps, Seed = 11,
        };

        double[] estimates = await Task.WhenAll(Enumerable.Range(0, Groups).Select(async index =>
        {
            using DecodingGroup group = await engine.OpenAsync(new GroupAddress(0, index), prompt, Particles, options.Group);
            SmcRun<TextParticle> run = await SolutionSampler.RunAsync(group, options).CollectAsync();
            SmcStep<TextParticle> last = run.Steps[^1];
            double sum = 0;
            for (int i = 0; i < Particles; i++)
            {
                // The final twist is V^exponent, not phi: dividing by it gives back the expectation under p0.
                sum += run.Particles[i].Status == ParticleStatus.Finished
                    ? run.Weights.Normalised[i] * F(run.Particles[i].Tokens()) / Math.Exp(last.LogTwists[i])
                    : 0;
            }
            return sum == 0 ? 0 : Math.Exp(run.LogEvidence) * sum;
        }));

        double exact = Expectation(world, prompt);
        double mean = estimates.Average();
        double deviation = Math.Sqrt(estimates.Sum(x => (x - mean) * (x - mean)) / (Groups - 1.0));
        double error = deviation / Math.Sqrt(Groups);
        Assert.True(deviation > 0.1 * exact, "every group says the same; the test would see nothing");
        // Normal to good approximation with so many groups: outside 4 standard errors once in 16 000 seeds, and the seed is fixed.
        Assert.True(Math.Abs(mean - exact) < 4 * error, $"mean {mean}, exact {exact}, {(mean - exact) / error:F2} standard errors off");
    }

    /// <summary>Something that depends on every token; 0 where the solution did not end.</summary>
    private static double F(IReadOnlyList<int> tokens) => 1 + tokens.Count(token => token == TinyWorld.A) + 0.5 * tokens.Count;

    /// <summary>E_p0[F] over all solutions, level by level of the tree of prefixes.</summary>
    private static double Expectation(TinyWorld world, int[] prompt)
    {
        double sum = 0;
        List<(int[] Written, double Probability)> level = [([], 1)];
        for (int length = 0; length < Limit; length++)
        {
            var next = new List<(int[] Written, double Probability)>();
            IReadOnlyList<double[]> rows = world.NextTokens([.. level.Select(prefix => (int[])[.. prompt, .. prefix.Written])], Temperature, TopK);
            foreach (((int[] written, double probability), double[] row) in level.Zip(rows))
            {
                for (int token = 0; token < row.Length; token++)
                {
                    int[] longer = [.. written, token];
                    double reach = probability * row[token];
                    if (token == TinyWorld.Eos)
                    {
                        sum += reach * F(longer);
                    }
                    else if (reach > 0)
                    {
                        next.Add((longer, reach));
                    }
                }
            }
            level = next;
        }
        return sum;
    }
}
