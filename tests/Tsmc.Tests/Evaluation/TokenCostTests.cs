using Tsmc.Evaluation;
using Tsmc.Problems;

namespace Tsmc.Tests.Evaluation;

public class TokenCostTests
{
    private static Solution Row(string method, int m, int tokens, int? slot = null) => new()
    {
        ProblemIndex = 0, SampleIndex = 0, Prompt = "", Output = "", Method = method, GroupSize = m, Tokens = tokens, SlotTokens = slot,
    };

    [Theory]
    [InlineData(Methods.MajorityVote, 15)]    // written
    [InlineData(Methods.WeightedVoteOrm, 30)] // and read by the reward model
    public void Plain_samples_cost_what_they_write_and_what_is_read(string method, double cost) =>
        Assert.Equal(cost, TokenCost.PerSolution(method, [Row("plain", 1, 10), Row("plain", 1, 20)]));

    [Theory]
    [InlineData(Methods.TsmcMajorityVote, 48)]  // 24 written, particles that died out included, all read by the value model
    [InlineData(Methods.TsmcWeightedVote, 63)]  // and 15 of the final solutions by the reward model
    public void Tsmc_samples_cost_what_died_out_too(string method, double cost) =>
        Assert.Equal(cost, TokenCost.PerSolution(method, [Row("tsmc", 2, 10, 22), Row("tsmc", 2, 20, 26)]));

    [Fact]
    public void An_accuracy_costs_n_solutions_of_its_own_kind()
    {
        AccuracyPoint[] points = [new(Methods.MajorityVote, 4, 1, [0], [1]), new(Methods.TsmcMajorityVote, 2, 2, [0], [1])];
        var frame = TokenCost.Accuracy(points, [Row("plain", 1, 10), Row("tsmc", 2, 10, 12), Row("tsmc", 8, 10, 99)]);
        Assert.Equal([40.0, 48.0], frame["tokens"].Cast<double>());
    }
}
