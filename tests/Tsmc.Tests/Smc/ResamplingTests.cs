using System.Text.Json;
using CsCheck;
using Tsmc.Randomness;
using Tsmc.Smc;

namespace Tsmc.Tests.Smc;

public class ResamplingTests
{
    public static TheoryData<ResamplingScheme> Schemes => [.. Enum.GetValues<ResamplingScheme>()];

    [Fact]
    public void Gives_the_golden_ancestors()
    {
        foreach (JsonElement entry in SmcFixtures.Json("resampling.json").EnumerateArray())
        {
            Weights weights = new(entry.Numbers("log_weights"));
            foreach (JsonElement golden in entry.GetProperty("golden").EnumerateArray())
            {
                double[] us = golden.Numbers("us");

                Check("systematic", Resampling.Ancestors(ResamplingScheme.Systematic, weights, [golden.GetProperty("u").GetDouble()]));
                Check("stratified", Resampling.Ancestors(ResamplingScheme.Stratified, weights, us));
                Check("multinomial_iid", Resampling.Ancestors(ResamplingScheme.Multinomial, weights, us));

                void Check(string name, int[] ancestors) =>
                    Assert.Equal(golden.GetProperty(name).EnumerateArray().Select(a => a.GetInt32()), ancestors);
            }
        }
    }

    // 20,000 draws. A sample mean lies within 5 of its own standard errors, and a sample variance within 5 of its own
    // (sqrt((m4 - s^4) / n)); for all comparisons made here a chance failure has probability below 1e-4. 1e-9 covers rounding where
    // the exact variance is 0.
    [Theory]
    [MemberData(nameof(Schemes))]
    public void Has_the_exact_moments(ResamplingScheme scheme)
    {
        const int draws = 20_000;
        foreach (JsonElement entry in SmcFixtures.Json("resampling.json").EnumerateArray())
        {
            Weights weights = new(entry.Numbers("log_weights"));
            double[] phi = entry.Numbers("phi");
            string name = ResamplingSchemeName.Of(scheme).Replace('-', '_');
            double[] estimates = new double[draws];
            double[][] offspring = [.. phi.Select(_ => new double[draws])];
            for (int draw = 0; draw < draws; draw++)
            {
                foreach (int ancestor in Draw(scheme, weights, seed: 1, (uint)draw))
                {
                    offspring[ancestor][draw]++;
                    estimates[draw] += phi[ancestor] / phi.Length;
                }
            }

            CheckMoments(
                estimates, entry.GetProperty("phi_mean").GetDouble(),
                entry.GetProperty("estimator_var_exact").GetProperty(name).GetDouble());
            for (int i = 0; i < phi.Length; i++)
            {
                double? variance = entry.GetProperty("offspring_var").TryGetProperty(name, out _)
                    ? entry.GetProperty("offspring_var").Numbers(name)[i]
                    : null;
                CheckMoments(offspring[i], entry.Numbers("expected_offspring")[i], variance);
            }
        }
    }

    // The exact variances of hand4 in the fixture, measured: 0.04, 0.04, 0.1, 0.156, 0.25. The standard error of each measurement is
    // below 0.003 (largest kurtosis about 3: 0.25 sqrt(2 / 20000)), a tenth of the smallest gap.
    [Fact]
    public void Variances_stand_in_the_known_order()
    {
        Weights weights = new([Math.Log(0.4), Math.Log(0.3), Math.Log(0.2), Math.Log(0.1)]);
        Dictionary<ResamplingScheme, double> variance = Enum.GetValues<ResamplingScheme>().ToDictionary(scheme => scheme, scheme =>
            Enumerable.Range(0, 20_000).Average(draw => Math.Pow(Draw(scheme, weights, seed: 2, (uint)draw).Average(a => a + 1) - 2, 2)));

        Assert.True(variance[ResamplingScheme.OrderedStratified] < variance[ResamplingScheme.Systematic]);
        Assert.True(variance[ResamplingScheme.Stratified] < variance[ResamplingScheme.Systematic]);
        Assert.True(variance[ResamplingScheme.Systematic] < variance[ResamplingScheme.Residual]);
        Assert.True(variance[ResamplingScheme.Residual] < variance[ResamplingScheme.Multinomial]);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Offspring_stay_in_the_support_of_the_scheme(ResamplingScheme scheme)
    {
        Gen<double> logWeight = Gen.Frequency((4, Gen.Double[-8, 3]), (1, Gen.Const(0.0)), (1, Gen.Const(double.NegativeInfinity)));
        logWeight.Array[1, 40].Where(w => w.Any(double.IsFinite)).Select(Gen.Double[0, 1].Where(u => u < 1).Array[40])
            .Sample((logWeights, uniforms) =>
            {
                Weights weights = new(logWeights);
                int m = weights.Count;
                int[] ancestors = Resampling.Ancestors(scheme, weights, uniforms);

                Assert.Equal(m, ancestors.Length);
                if (scheme is ResamplingScheme.Stratified or ResamplingScheme.Systematic)
                {
                    Assert.Equal(ancestors.Order(), ancestors);
                }
                for (int i = 0; i < m; i++)
                {
                    double expected = m * weights.Normalised[i];
                    int copies = ancestors.Count(a => a == i);
                    (double low, double high) = scheme switch
                    {
                        ResamplingScheme.Multinomial => (0, m),
                        ResamplingScheme.Residual => (Math.Floor(expected), m),
                        ResamplingScheme.Systematic => (Math.Floor(expected), Math.Floor(expected) + 1),
                        _ => (expected - 2, expected + 2),
                    };
                    // 1e-9 of slack: rounding may move an edge of a stratum past a point that lies on it.
                    Assert.InRange(copies, low - (Math.Ceiling(expected) - expected < 1e-9 ? 1 : 0), high + 1e-9);
                    Assert.True(weights.Normalised[i] > 0 || copies == 0, "a particle of weight 0 has offspring");
                }
            }, iter: 2000);
    }

    // The uniforms keep away from 0 and 1, so that no point lies on the edge between two equal weights, where rounding would decide.
    [Fact]
    public void Ordered_stratified_is_stratified_over_the_sorted_weights() =>
        Gen.Double[-3, 3].Array[20].Select(Gen.Double[0.001, 0.999].Array[20]).Sample((logWeights, uniforms) =>
        {
            Weights weights = new(logWeights);
            int[] order = [.. Enumerable.Range(0, 20).OrderBy(i => weights.Normalised[i])];
            Weights sorted = new([.. order.Select(i => logWeights[i])]);

            Assert.Equal(
                Resampling.Ancestors(ResamplingScheme.Stratified, sorted, uniforms).Select(a => order[a]),
                Resampling.Ancestors(ResamplingScheme.OrderedStratified, weights, uniforms));
        }, iter: 500);

    [Theory]
    [MemberData(nameof(Schemes))]
    public void When_all_weights_are_zero_everyone_is_its_own_ancestor(ResamplingScheme scheme)
    {
        Weights weights = new([.. Enumerable.Repeat(double.NegativeInfinity, 5)]);

        Assert.Equal([0, 1, 2, 3, 4], Resampling.Ancestors(scheme, weights, [0.9, 0.1, 0.5, 0.3, 0.7]));
    }

    // 49 * (1.0 / 49) is just below 1 in floating point: the certain copy must survive that.
    [Fact]
    public void Residual_keeps_the_certain_copies_of_equal_weights()
    {
        Weights weights = new(new double[49]);

        Assert.Equal(Enumerable.Range(0, 49), Resampling.Ancestors(ResamplingScheme.Residual, weights, new double[49]));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void The_largest_uniform_finds_a_positive_weight(ResamplingScheme scheme)
    {
        double last = Math.BitDecrement(1.0);
        Weights weights = new([0, 0, 0, double.NegativeInfinity]);

        int[] ancestors = Resampling.Ancestors(scheme, weights, [last, last, last, last]);

        Assert.DoesNotContain(3, ancestors);
    }

    [Fact]
    public void Too_few_uniforms_are_refused() =>
        Assert.Throws<ArgumentException>(() => Resampling.Ancestors(ResamplingScheme.Stratified, new Weights([0, 0]), [0.5]));

    [Fact]
    public void Names_are_read_back()
    {
        Assert.Equal(["multinomial", "stratified", "systematic", "residual", "ordered-stratified"], ResamplingSchemeName.All);
        Assert.Equal(Enum.GetValues<ResamplingScheme>(), ResamplingSchemeName.All.Select(ResamplingSchemeName.Parse));
        ArgumentException error = Assert.Throws<ArgumentException>(() => ResamplingSchemeName.Parse("Stratified"));
        Assert.Contains("ordered-stratified", error.Message);
    }

    private static int[] Draw(ResamplingScheme scheme, Weights weights, long seed, uint draw)
    {
        double[] uniforms = new double[weights.Count];
        new CounterRandom(seed, RandomStream.Resampling).Uniforms(uniforms, draw, (uint)scheme);
        return Resampling.Ancestors(scheme, weights, uniforms);
    }

    private static void CheckMoments(double[] sample, double exactMean, double? exactVariance)
    {
        double mean = sample.Average();
        double variance = sample.Average(x => Math.Pow(x - mean, 2));
        double fourth = sample.Average(x => Math.Pow(x - mean, 4));
        Assert.Equal(exactMean, mean, 5 * Math.Sqrt(variance / sample.Length) + 1e-9);
        if (exactVariance is { } exact)
        {
            Assert.Equal(exact, variance, 5 * Math.Sqrt(Math.Max(0, fourth - variance * variance) / sample.Length) + 1e-9);
        }
    }
}
