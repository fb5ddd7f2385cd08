using System.Text.Json;
using CsCheck;
using Tsmc.Smc;

namespace Tsmc.Tests.Smc;

public class WeightsTests
{
    [Fact]
    public void Agree_with_the_fixture()
    {
        foreach (JsonElement entry in SmcFixtures.Json("resampling.json").EnumerateArray())
        {
            Weights weights = new(entry.Numbers("log_weights"));

            Assert.Equal(entry.GetProperty("ess").GetDouble(), weights.Ess, 1e-12);
            Assert.Equal(entry.GetProperty("log_mean_exp").GetDouble(), weights.LogMean, 1e-12);
            foreach ((double expected, double actual) in entry.Numbers("W").Zip(weights.Normalised))
            {
                Assert.Equal(expected, actual, 1e-15);
            }
        }
    }

    [Fact]
    public void Do_not_overflow_and_shift_with_their_logs() =>
        Gen.Double[-5, 5].Array[1, 20].Select(Gen.Double[-1e4, 1e4]).Sample((logWeights, shift) =>
        {
            Weights plain = new(logWeights);
            Weights shifted = new([.. logWeights.Select(w => w + shift)]);

            // Adding 1e4 to a number near 1 rounds it by 1e4 * 2^-53, about 1e-12.
            Assert.Equal(plain.LogMean + shift, shifted.LogMean, 1e-10);
            Assert.Equal(plain.Ess, shifted.Ess, 1e-9);
            Assert.Equal(1, shifted.Normalised.Sum(), 1e-12);
            Assert.InRange(shifted.Ess, 1, logWeights.Length);
        }, iter: 1000);

    [Fact]
    public void Allow_zero_weights()
    {
        Weights weights = new([double.NegativeInfinity, 0, 0, double.NegativeInfinity]);

        Assert.Equal([0, 0.5, 0.5, 0], weights.Normalised);
        Assert.Equal(2, weights.Ess);
        Assert.Equal(Math.Log(0.5), weights.LogMean, 1e-15);
        Assert.False(weights.AllZero);
    }

    [Fact]
    public void That_are_all_zero_are_no_distribution()
    {
        Weights weights = new([double.NegativeInfinity, double.NegativeInfinity]);

        Assert.True(weights.AllZero);
        Assert.Equal([0, 0], weights.Normalised);
        Assert.Equal(0, weights.Ess);
        Assert.Equal(double.NegativeInfinity, weights.LogMean);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Refuse_what_is_no_log_weight(double bad)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Weights([0, bad]));

        Assert.Contains("particle 1", error.Message);
    }

    [Fact]
    public void Refuse_an_empty_group() => Assert.Throws<ArgumentException>(() => new Weights([]));
}
