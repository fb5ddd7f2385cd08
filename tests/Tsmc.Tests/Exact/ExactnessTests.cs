using MathNet.Numerics.Distributions;
using Tsmc.Exact;
using Tsmc.Randomness;
using Tsmc.Smc;
using Tsmc.Tests.Smc;

namespace Tsmc.Tests.Exact;

/// <summary>Sequential Monte Carlo against exact inference: the "Exactness".</summary>
public class ExactnessTests
{
    private const int Runs = 20_000;

    public static TheoryData<ResamplingScheme> Schemes => [.. Enum.GetValues<ResamplingScheme>()];

    [Fact]
    public void Z_hat_and_the_pooled_posterior_are_exact_for_every_scheme_and_exponent()
    {
        EnumerableModel model = EnumerableModel.Load(SmcFixtures.Path("toy.json"));

        ExactStudyResult result = ExactStudy.Run(model, new ExactStudyOptions());

        Assert.Equal(15, result.Runs.Count);
        Assert.All(result.Runs, row => AssertExact(model, row));
    }

    // Random positive twists have nothing to do with phi; the final twist is phi all the same.
    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(2u)]
    public void Any_positive_twist_leaves_Z_hat_unbiased(uint which)
    {
        EnumerableModel plain = ToyModels.Graded(3, 3, which);
        EnumerableModel model = plain.WithValue(ToyModels.RandomTwist(plain, which));

        ExactStudyResult result = ExactStudy.Run(model, new ExactStudyOptions { Particles = 5, Runs = Runs, Seed = which });

        Assert.All(result.Runs, row => AssertExact(model, row));
    }

    // Carried weights and an early last resampling: the two ways in which a run departs from resampling at every pause.
    [Theory]
    [InlineData(0.3, 5)]
    [InlineData(0.8, 5)]
    [InlineData(null, 0)]
    [InlineData(null, 1)]
    [InlineData(0.8, 1)]
    public async Task The_ESS_rule_and_stop_steps_leave_Z_hat_unbiased(double? threshold, int stopSteps)
    {
        EnumerableModel plain = ToyModels.Binary(2, 5, which: 3);
        EnumerableModel model = plain.WithValue(ToyModels.RandomTwist(plain, which: 3));
        TwistedSmcOptions options = new() { EssThreshold = threshold, StopSteps = stopSteps };
        double sum = 0, squares = 0;
        for (uint run = 0; run < Runs; run++)
        {
            double z = Math.Exp((await ToyModels.LastStep(model, exponent: 1, options, particles: 5, run, group: 0)).LogEvidence);
            sum += z;
            squares += z * z;
        }

        double mean = sum / Runs;
        Assert.Equal(model.Z, mean, 4 * Math.Sqrt((squares / Runs - mean * mean) / Runs));
    }

    // A run is accepted with probability Z_hat / C, C a bound on Z_hat, and one slot of its resampled final particles is drawn. As
    // E[Z_hat * W-weighted particle] is Z sigma exactly, for any M, these draws are independent and follow the posterior exactly; counts
    // are then chi-square. C is the product over t of the largest ratio psi_t / psi_{t-1}. Significance 1e-4; seeds are fixed.
    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task Resampled_particles_follow_the_posterior(ResamplingScheme scheme)
    {
        EnumerableModel model = EnumerableModel.Load(SmcFixtures.Path("toy.json"));
        TwistedSmcOptions options = new() { Scheme = scheme, StopSteps = model.StepCount };
        CounterRandom random = new(8, RandomStream.Bootstrap);
        double bound = Enumerable.Range(1, model.StepCount).Aggregate(1.0, (product, t) => product * LargestRatio(model, t));
        Dictionary<string, int> counts = model.Posterior.Keys.ToDictionary(sequence => sequence, _ => 0);
        double[] uniforms = new double[5];
        for (uint run = 0; run < Runs; run++)
        {
            SmcStep<ToyParticle> last = await ToyModels.LastStep(model, exponent: 0.5, options, uniforms.Length, run, group: (uint)scheme);
            double acceptance = Math.Exp(last.LogEvidence) / bound;
            Assert.InRange(acceptance, 0, 1);
            if (random.Uniform(run, (uint)scheme, 0) < acceptance)
            {
                random.Uniforms(uniforms, run, (uint)scheme, 1);
                int slot = (int)(random.Uniform(run, (uint)scheme, 2) * uniforms.Length);
                counts[last.Particles[Resampling.Ancestors(scheme, last.Weights, uniforms)[slot]].Prefix]++;
            }
        }

        int total = counts.Values.Sum();
        double statistic = model.Posterior.Sum(entry => Math.Pow(counts[entry.Key] - total * entry.Value, 2) / (total * entry.Value));
        // The approximation wants expected counts of 5 or more; the rarest sequence has probability 0.005.
        Assert.True(total * model.Posterior.Values.Min() > 5, $"only {total} runs were accepted");
        Assert.True(1 - ChiSquared.CDF(model.Posterior.Count - 1, statistic) > 1e-4, $"chi-square {statistic} in {total} draws");
    }

    // The weight of the last step is phi / psi_{T-1}. Its second moment under pi_{T-1}, relative to its squared mean, is
    // (sum p0 V / psi) (sum p0 psi) / Z^2 over prefixes of T - 1 tokens, as E[phi^2 | x] = V for phi in {0, 1}; by Cauchy and Schwarz it
    // is least, (sum p0 sqrt(V))^2 / Z^2, for psi proportional to sqrt(V).
    [Fact]
    public void The_square_root_of_the_value_gives_the_least_weight_variance()
    {
        EnumerableModel model = ToyModels.Random(3, 4, which: 9, u => u < 0.6 ? 1 : 0);
        // p0(x) of a prefix of T - 1 tokens: its posterior mass is p0 V / Z.
        (double Prior, double Value)[] prefixes = [.. model.Posterior.GroupBy(entry => entry.Key[..3], (prefix, sequences) =>
            (sequences.Sum(entry => entry.Value) * model.Z / model.Value[prefix], model.Value[prefix]))];
        double least = SecondMoment([.. prefixes.Select(prefix => Math.Sqrt(prefix.Value))]);
        RandomSequence noise = new CounterRandom(1, RandomStream.Weights).Sequence(0);

        Assert.Equal(Math.Pow(prefixes.Sum(prefix => prefix.Prior * Math.Sqrt(prefix.Value)), 2), least, 1e-12);
        foreach (double exponent in new[] { 0, 0.25, 0.75, 1 })
        {
            Assert.True(SecondMoment([.. prefixes.Select(prefix => Math.Pow(prefix.Value, exponent))]) > least);
        }
        for (int trial = 0; trial < 100; trial++)
        {
            Assert.True(SecondMoment([.. prefixes.Select(prefix => Math.Sqrt(prefix.Value) * (0.5 + noise.NextUniform()))]) > least);
        }

        // Times Z^2, which psi does not change.
        double SecondMoment(double[] twist) =>
            prefixes.Zip(twist, (prefix, psi) => prefix.Prior * prefix.Value / psi).Sum()
            * prefixes.Zip(twist, (prefix, psi) => prefix.Prior * psi).Sum();
    }

    // The mean within 4 standard errors. A pooled share is, in effect, a mean over runs of Z_hat / Z times a number in [0, 1], and the
    // numbers of one run sum to 1: over the K sequences the variances sum to at most (1 + cv^2) / runs, cv = sd(Z_hat) / Z, so by
    // Cauchy and Schwarz half the sum of 4 standard errors is at most 2 sqrt(K (1 + cv^2) / runs).
    private static void AssertExact(EnumerableModel model, ExactStudyRow row)
    {
        Assert.Equal(model.Z, row.MeanZ, 4 * row.StandardError);
        double relative = row.StandardError / model.Z;
        Assert.InRange(row.PosteriorDistance, 0, 2 * Math.Sqrt(model.Posterior.Count * (1.0 / Runs + relative * relative)));
        Assert.InRange(row.MeanEss, 0, 20);
    }

    private static double LargestRatio(EnumerableModel model, int t) =>
        ToyModels.Prefixes(model.TokenCount, t).Where(prefix => model.Value[prefix] > 0).Max(prefix =>
            Psi(model, prefix) / Psi(model, prefix[..^1]));

    private static double Psi(EnumerableModel model, string prefix) => prefix.Length == 0 ? 1
        : prefix.Length == model.StepCount ? model.Value[prefix]
        : Math.Sqrt(model.Value[prefix]);
}
