using Tsmc.Evaluation;

namespace Tsmc.Tests.Evaluation;

public class VotingTests
{
    [Theory]
    [InlineData(new[] { 0, 0, 1 }, 0, 1.0)]
    [InlineData(new[] { 0, 0, 1 }, 1, 0.0)]
    [InlineData(new[] { 0, 1 }, 0, 0.5)]
    [InlineData(new[] { 0, 1, 2, 0, 1, 2 }, 2, 1.0 / 3)]
    [InlineData(new[] { -1, -1, -1, 0 }, 0, 1.0)]
    [InlineData(new[] { -1, -1 }, 0, 0.0)]
    public void A_majority_vote_counts_ties_by_the_share_of_tied_answers_that_are_correct(int[] answers, int gold, double expected)
    {
        ProblemSamples samples = Samples.Of(answers, gold);
        Assert.Equal(expected, Voting.MajorityVote(samples, Samples.All(samples)), 15);
    }

    [Fact]
    public void Weights_overrule_the_majority()
    {
        ProblemSamples samples = Samples.Of([0, 0, 1], gold: 1, weights: [0.2, 0.2, 0.5]);
        Assert.Equal(0, Voting.MajorityVote(samples, [0, 1, 2]));
        Assert.Equal(1, Voting.Score(samples, VotingRule.WeightedByReward, [0, 1, 2]));
        Assert.Equal(1, Voting.Score(samples, VotingRule.WeightedByValue, [0, 1, 2]));
        Assert.Equal(1, Voting.Score(samples, VotingRule.WeightedByImportance, [0, 1, 2]));
    }

    [Fact]
    public void Weights_that_differ_only_by_rounding_tie()
    {
        // 0.1 + 0.2 is not 0.3 in binary.
        ProblemSamples samples = Samples.Of([0, 0, 1], gold: 1, weights: [0.1, 0.2, 0.3]);
        Assert.Equal(0.5, Voting.WeightedVote(samples, samples.Reward, [0, 1, 2]));
    }

    [Fact]
    public void When_all_weights_are_zero_the_answers_given_tie()
    {
        ProblemSamples samples = Samples.Of([0, 0, 1, -1], gold: 1, weights: [0, 0, 0, 0]);
        Assert.Equal(0.5, Voting.WeightedVote(samples, samples.Reward, [0, 1, 2, 3]));
    }

    [Fact]
    public void Only_the_subset_votes()
    {
        ProblemSamples samples = Samples.Of([0, 0, 1, 1, 1], gold: 0);
        Assert.Equal(0, Voting.MajorityVote(samples, Samples.All(samples)));
        Assert.Equal(1, Voting.MajorityVote(samples, [0, 1, 4]));
        Assert.Equal(0, Voting.AnyCorrect(samples, [2, 3, 4]));
        Assert.Equal(1, Voting.AnyCorrect(samples, [1, 2]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(double.PositiveInfinity)]
    public void A_weight_that_is_no_weight_is_named(double weight)
    {
        ProblemSamples samples = Samples.Of([0, 1], gold: 0, weights: [0.5, weight], problem: 7);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Voting.WeightedVote(samples, samples.Reward, [0, 1]));
        Assert.Contains("problem 7, sample 1", error.Message);
        Assert.Equal(1, Voting.WeightedVote(samples, samples.Reward, [0]));
    }

    [Fact]
    public void Importance_weights_are_read_in_log_space_and_asked_for()
    {
        // Far below what exp can represent, yet their ratio decides.
        ProblemSamples samples = Samples.Of([0, 0, 1], gold: 1) with { LogWeight = [-2000, -2000, -1999] };
        Assert.Equal(1, Voting.Score(samples, VotingRule.WeightedByImportance, [0, 1, 2]));
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Voting.Score(Samples.Of([0], gold: 0, problem: 7), VotingRule.WeightedByImportance, [0]));
        Assert.Contains("problem 7, sample 0: no importance weight", error.Message);
    }

    [Theory]
    [InlineData(StepAggregation.Min, 0.25)]
    [InlineData(StepAggregation.Product, 0.1)]
    [InlineData(StepAggregation.Last, 0.8)]
    public void Step_scores_become_one_score(StepAggregation how, double expected)
    {
        Assert.Equal(expected, StepScores.Aggregate([0.5, 0.25, 0.8], how), 15);
        Assert.True(double.IsNaN(StepScores.Aggregate([], how)));
    }
}
