using Microsoft.Data.Analysis;
using Tsmc.Evaluation;

namespace Tsmc.Tests.Evaluation;

public class StepQualityTests
{
    private static readonly ScoredSteps[] Problem =
    [
        new([0.5, 0.6, 0.9], Correct: true, FirstWrongStep: -1),
        new([0.4, 0.2, 0.1], Correct: false, FirstWrongStep: 1),
        new([0.6, 0.1], Correct: false, FirstWrongStep: 1),
    ];

    [Fact]
    public void Auc_compares_solutions_of_one_problem_that_still_run()
    {
        DataFrame auc = StepQuality.AucByStep([Problem, Problem], leastProblems: 2);
        // Step 1: 0.5 lies above 0.4 and below 0.6. Step 2: the third has ended, 0.6 lies above 0.2.
        Assert.Equal([1, 2], auc["step"].Cast<int>());
        Assert.Equal([0.5, 1.0], auc["auc"].Cast<double>());
        Assert.Equal([2, 2], auc["problems"].Cast<int>());
    }

    [Fact]
    public void The_gap_at_a_mistake_is_to_those_that_are_still_right()
    {
        DataFrame gap = StepQuality.GapAroundMistake([Problem, Problem], before: 1, after: 1);
        Assert.Equal([-1, 0, 1], gap["steps_since_mistake"].Cast<int>());
        double[] gaps = [.. gap["gap"].Cast<double>()];
        // Before the mistake all three are right, and none is compared with itself.
        double before = ((Math.Log(0.4) - ((Math.Log(0.5) + Math.Log(0.6)) / 2)) + (Math.Log(0.6) - ((Math.Log(0.5) + Math.Log(0.4)) / 2))) / 2;
        double at = (Math.Log(0.2 / 0.6) + Math.Log(0.1 / 0.6)) / 2;
        Assert.Equal([before, at, Math.Log(0.1 / 0.9)], gaps.Select(each => each), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Reliability_is_the_share_of_correct_ones_in_each_bin()
    {
        DataFrame bins = Reliability.Of([0.1, 0.2, 0.9, 1.0], [false, true, true, true], bins: 2, least: 1);
        Assert.Equal([0.15, 0.95], bins["mean_value"].Cast<double>(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0.5, 1.0], bins["share_correct"].Cast<double>());
        Assert.Equal(Math.Sqrt(0.125), (double)bins["standard_error"][0], 12);
        Assert.Throws<ArgumentException>(() => Reliability.Of([1.1], [true]));
    }
}
