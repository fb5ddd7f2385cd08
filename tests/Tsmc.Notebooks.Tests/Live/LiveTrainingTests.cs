using System.Text.RegularExpressions;
using Tsmc.Interactive.Live;
using Tsmc.Interactive.Views;
using Tsmc.Training;

namespace Tsmc.Notebooks.Tests.Live;

public sealed class LiveTrainingTests
{
    private static TrainingProgress Progress(int step, int steps, double loss, double? validation = null) => new()
    {
        Step = step,
        Steps = steps,
        Epoch = 0,
        Loss = loss,
        LearningRate = 2e-5,
        GradientNorm = 1,
        TokensPerSecond = 1200,
        TimeLeft = TimeSpan.FromSeconds(steps - step),
        Validation = validation is { } figure ? new Dictionary<string, double> { ["loss"] = figure } : [],
    };

    [Fact]
    public async Task The_curve_is_redrawn_in_its_place_and_ends_with_the_last_step()
    {
        var shown = await LiveCell.RunAsync(async () =>
        {
            using var live = new LiveTraining("Fine-tuning");
            for (int step = 1; step <= 4; step++)
            {
                live.Report(Progress(step, 4, 4.0 / step, validation: step == 2 ? 1.5 : null));
                await Task.Delay(step == 2 ? 250 : 1);
            }
        });
        Assert.Single(shown.Select(each => each.Place).Distinct());
        Assert.Equal("Fine-tuning: the first step is on its way.\n", shown[0].Text);
        Assert.True(shown.Count >= 3, "the curve was not redrawn on the way");
        Assert.Matches("^Fine-tuning: step 4 of 4, loss 1.0000, learning rate 2E-5, 1200 tokens/s, validation loss 1.5000 at step 2\n", shown[^1].Text);
        Assert.Contains("loss: (1, 4) (2, 2) (3, 1.3333) (4, 1)", shown[^1].Text);
        Assert.Contains("validation loss: (2, 1.5)", shown[^1].Text);
        Assert.Single(Regex.Matches(shown[^1].Html, "<div data-tsmc-chart=\""));
        Assert.True(shown[^1].Html.Length < 10_000, "an update carries the chart and no library");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(399)]
    [InlineData(400)]
    [InlineData(12_345)]
    public void A_long_run_stays_a_short_curve_with_the_same_mean(int steps)
    {
        var curve = new LossCurve();
        for (int step = 1; step <= steps; step++)
        {
            curve.Add(step, step % 7);
        }
        Assert.InRange(curve.Points.Count, 1, 400);
        Assert.Equal(steps, curve.Points[^1].Step);
        // Every point but the last stands for as many steps.
        int[] widths = [.. curve.Points.Select((point, i) => point.Step - (i == 0 ? 0 : curve.Points[i - 1].Step))];
        Assert.All(widths.SkipLast(1), width => Assert.Equal(curve.Stride, width));
        double mean = Enumerable.Range(1, steps).Average(step => step % 7);
        Assert.Equal(mean, curve.Points.Zip(widths, (point, width) => point.Loss * width).Sum() / steps, 1e-9);
    }

    [Fact]
    public void A_point_of_several_steps_says_so() => Assert.Contains(
        "loss, mean of 8 steps: (8, 2)", new TrainingView("Training", "Loss", Progress(8, 16, 2), [(8, 2)], 8, []).ToText());
}
