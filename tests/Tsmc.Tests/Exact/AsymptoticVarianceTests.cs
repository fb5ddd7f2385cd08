using Tsmc.Exact;
using Tsmc.Smc;

namespace Tsmc.Tests.Exact;

public class AsymptoticVarianceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public async Task Runs_with_many_particles_scatter_as_much(double exponent)
    {
        EnumerableModel model = ToyModels.Binary(tokens: 2, steps: 4, which: 3);
        const int M = 200;
        var smc = new TwistedSmcOptions { StopSteps = 4, Scheme = ResamplingScheme.Multinomial };
        EvidenceSummary summary = EvidenceSummary.Of(model, await ToyRuns.CollectAsync(
            model, exponent, M, runs: 4000, smc, seed: 1, TestContext.Current.CancellationToken));
        double exact = AsymptoticVariance.Of(model, exponent);
        // Four standard errors, and the term of order 1 / M^2 that the limit leaves out: within exact^2 + exact of it for these models.
        Assert.InRange(
            M * summary.RelativeVariance,
            exact - (4 * M * summary.RelativeVarianceError) - ((exact + (exact * exact)) / M),
            exact + (4 * M * summary.RelativeVarianceError) + ((exact + (exact * exact)) / M));
        Assert.InRange(summary.Mean, model.Z - (4 * summary.StandardError), model.Z + (4 * summary.StandardError));
    }

    [Fact]
    public void No_power_of_the_value_beats_the_best_twist_and_at_the_last_step_it_is_the_root()
    {
        EnumerableModel model = ToyModels.Binary(tokens: 2, steps: 5, which: 4);
        IReadOnlyDictionary<string, double> best = AsymptoticVariance.BestTwist(model);
        double least = AsymptoticVariance.Of(model.WithValue(best), 1);
        Assert.All(Enumerable.Range(0, 17), i => Assert.True(least <= AsymptoticVariance.Of(model, i / 8.0) + 1e-12));
        foreach ((string prefix, double twist) in best)
        {
            double value = model.Value[prefix];
            Assert.InRange(twist, value - 1e-12, Math.Sqrt(value) + 1e-12);
            if (prefix.Length == model.StepCount - 1)
            {
                Assert.Equal(Math.Sqrt(value), twist, 12);
            }
        }
    }

    [Fact]
    public void One_step_is_plain_sampling()
    {
        EnumerableModel model = ToyModels.Binary(tokens: 5, steps: 1, which: 2);
        Assert.Equal((1 - model.Z) / model.Z, AsymptoticVariance.Of(model, 0.5), 12);
    }
}
