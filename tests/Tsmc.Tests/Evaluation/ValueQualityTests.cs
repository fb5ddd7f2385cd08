using Tsmc.Evaluation;

namespace Tsmc.Tests.Evaluation;

public class ValueQualityTests
{
    [Theory]
    [InlineData(new[] { 0.1, 0.2, 0.8, 0.9 }, new[] { false, false, true, true }, 1.0)]
    [InlineData(new[] { 0.9, 0.1 }, new[] { false, true }, 0.0)]
    [InlineData(new[] { 0.5, 0.5, 0.5 }, new[] { false, true, true }, 0.5)]
    // Pairs (correct, wrong): (0.4, 0.3) won, (0.4, 0.4) half, (0.9, 0.3) and (0.9, 0.4) won: 3.5 of 4.
    [InlineData(new[] { 0.3, 0.4, 0.4, 0.9 }, new[] { false, false, true, true }, 0.875)]
    public void Auc_is_the_share_of_pairs_in_the_right_order(double[] scores, bool[] correct, double expected) =>
        Assert.Equal(expected, ValueQuality.Auc(scores, correct), 15);

    [Fact]
    public void Auc_within_problems_leaves_out_problems_of_one_kind()
    {
        ProblemSamples[] problems =
        [
            Samples.Of([0, 1], 0, weights: [0.9, 0.1]),
            Samples.Of([0, 1], 0, weights: [0.5, 0.5]),
            Samples.Of([1, 1], 0, weights: [0.2, 0.3]),
        ];
        Assert.Equal(0.75, ValueQuality.AucWithinProblems(problems, problem => problem.Value), 15);
        Assert.True(double.IsNaN(ValueQuality.AucWithinProblems(problems[2..], problem => problem.Value)));
    }

    [Fact]
    public void The_calibration_error_is_the_mean_gap_of_the_bins()
    {
        // Two bins: 0.1, 0.3 with one correct of two (gap 0.3), 0.8, 1.0 both correct (gap 0.1); the mean over solutions is 0.2.
        Assert.Equal(0.2, ValueQuality.ExpectedCalibrationError([0.1, 0.3, 0.8, 1.0], [true, false, true, true], bins: 2), 12);
        Assert.Equal(0, ValueQuality.ExpectedCalibrationError([0.5, 0.5], [true, false]), 12);
        Assert.Throws<ArgumentException>(() => ValueQuality.ExpectedCalibrationError([1.5], [true]));
        Assert.Throws<ArgumentException>(() => ValueQuality.ExpectedCalibrationError([double.NaN], [true]));
    }
}
