using CsCheck;
using Tsmc.Evaluation;

namespace Tsmc.Tests.Evaluation;

public class GroupSubsetsTests
{
    [Fact]
    public void A_subset_never_holds_part_of_a_group()
    {
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 12], Gen.Int[0, 1000]).Sample((total, m, trial) =>
        {
            ProblemSamples samples = Samples.Of(new int[total], gold: 0, groupSize: m);
            int[] order = GroupSubsets.Order(samples, seed: 1, trial);
            Assert.Equal(Enumerable.Range(0, total), order.Order());
            foreach (int n in Enumerable.Range(1, total).Where(n => GroupSubsets.Allows(samples, n)))
            {
                HashSet<int> subset = [.. order[..n]];
                foreach (int[] group in GroupSubsets.Groups(samples))
                {
                    int inside = group.Count(subset.Contains);
                    Assert.True(inside == 0 || inside == group.Length, $"N = {total}, M = {m}, n = {n}: {inside} of {group.Length}");
                }
            }
        }, iter: 500, seed: "0N0XIzNsQ0O2");
    }

    [Fact]
    public void Sizes_that_whole_groups_cannot_make_are_not_allowed()
    {
        ProblemSamples samples = Samples.Of(new int[25], gold: 0, groupSize: 10);
        Assert.Equal([10, 20, 25], Enumerable.Range(0, 40).Where(n => GroupSubsets.Allows(samples, n)));
    }

    [Fact]
    public void The_incomplete_group_stands_last_in_every_trial()
    {
        ProblemSamples samples = Samples.Of(new int[25], gold: 0, groupSize: 10);
        for (int trial = 0; trial < 20; trial++)
        {
            Assert.Equal([20, 21, 22, 23, 24], GroupSubsets.Order(samples, seed: 3, trial)[20..]);
        }
    }

    [Fact]
    public void Subsets_repeat_by_seed_problem_and_trial_and_differ_otherwise()
    {
        ProblemSamples samples = Samples.Of(new int[40], gold: 0, problem: 5);
        int[] order = GroupSubsets.Order(samples, seed: 1, trial: 2);
        Assert.Equal(order, GroupSubsets.Order(samples, seed: 1, trial: 2));
        Assert.NotEqual(order, GroupSubsets.Order(samples, seed: 1, trial: 3));
        Assert.NotEqual(order, GroupSubsets.Order(samples, seed: 2, trial: 2));
        Assert.NotEqual(order, GroupSubsets.Order(samples with { ProblemIndex = 6 }, seed: 1, trial: 2));
    }

    [Fact]
    public void Every_group_is_drawn_equally_often()
    {
        // 2 of 5 groups a trial: a group is drawn with probability 0.4, in 4000 trials 1600 +- sqrt(4000 * 0.4 * 0.6) = 31 times.
        // Five standard deviations for five groups fail by chance less than three times in a million.
        ProblemSamples samples = Samples.Of(new int[15], gold: 0, groupSize: 3);
        int[] drawn = new int[5];
        for (int trial = 0; trial < 4000; trial++)
        {
            foreach (int i in GroupSubsets.Order(samples, seed: 11, trial)[..6])
            {
                drawn[i / 3]++;
            }
        }
        Assert.All(drawn, count => Assert.InRange(count / 3.0, 1600 - (5 * 31), 1600 + (5 * 31)));
    }
}
