using Tsmc.Exact;
using Tsmc.Randomness;
using Tsmc.Smc;

namespace Tsmc.Tests.Exact;

public class EnumerableParticleModelTests
{
    [Fact]
    public async Task Obeys_the_laws()
    {
        EnumerableModel model = ToyModels.Binary(3, 4, which: 1);
        EnumerableParticleModel particles = new(0.5, new CounterRandom(3, RandomStream.Tokens), problem: 2, group: 1);

        await ParticleModelLaws.CheckAsync(
            particles, [.. Enumerable.Repeat(model.Root, 8)], EqualityComparer<ToyParticle>.Default);
    }

    [Fact]
    public void Answers_at_once()
    {
        EnumerableModel model = ToyModels.Binary(2, 3, which: 1);
        EnumerableParticleModel particles = new(0.5, new CounterRandom(3, RandomStream.Tokens), problem: 0, group: 0);

        Assert.True(particles.ExtendAsync([model.Root], toEnd: true, CancellationToken.None).IsCompletedSuccessfully);
        Assert.True(particles.LogTwistAsync([model.Root], CancellationToken.None).IsCompletedSuccessfully);
    }

    // Below token 0, which is always drawn, phi is 0 or 4; below "00" it cannot be reached, so there the exact value is 0.
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.5, double.NegativeInfinity, 0.6931471805599453)]
    [InlineData(1, double.NegativeInfinity, 1.3862943611198906)]
    public async Task The_twist_is_the_power_of_the_value_and_at_the_end_phi(double exponent, double twistOf00, double twistOf01)
    {
        EnumerableModel model = new(
            2, 3,
            ToyModels.Prefixes(2, 0).Concat(ToyModels.Prefixes(2, 1)).Concat(ToyModels.Prefixes(2, 2))
                .ToDictionary(prefix => prefix, prefix => (IReadOnlyList<double>)(prefix == "" ? [1, 0] : [0.5, 0.5])),
            ToyModels.Prefixes(2, 3).ToDictionary(sequence => sequence, sequence => sequence.StartsWith("01") ? 4.0 : 0));
        EnumerableParticleModel particles = new(exponent, new CounterRandom(0, RandomStream.Tokens), problem: 0, group: 0);
        IReadOnlyList<ToyParticle> slots = [.. Enumerable.Repeat(model.Root, 16)];
        slots = await particles.ExtendAsync(slots, toEnd: false, CancellationToken.None);
        slots = await particles.ExtendAsync(slots, toEnd: false, CancellationToken.None);

        Dictionary<string, double> twists = await Twists(particles, slots);
        Assert.Equal(twistOf00, twists["00"]);
        Assert.Equal(twistOf01, twists["01"], 1e-12);

        slots = await particles.ExtendAsync(slots, toEnd: false, CancellationToken.None);
        Assert.All(await Twists(particles, slots), twist =>
            Assert.Equal(Math.Log(twist.Key.StartsWith("01") ? 4 : 0), twist.Value));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void An_impossible_exponent_is_refused(double exponent) =>
        Assert.Throws<ArgumentException>(() => new EnumerableParticleModel(exponent, new CounterRandom(0, RandomStream.Tokens), 0, 0));

    private static async Task<Dictionary<string, double>> Twists(EnumerableParticleModel model, IReadOnlyList<ToyParticle> particles) =>
        particles.Select(particle => particle.Prefix).Zip(await model.LogTwistAsync(particles, CancellationToken.None))
            .DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second);
}
