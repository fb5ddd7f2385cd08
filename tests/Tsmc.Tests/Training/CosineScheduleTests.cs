using Tsmc.Training;

namespace Tsmc.Tests.Training;

public sealed class CosineScheduleTests
{
    [Fact]
    public void It_rises_linearly_and_falls_as_half_a_cosine()
    {
        var schedule = new CosineSchedule(Peak: 1, Minimum: 0.1, WarmupSteps: 4, Steps: 15);
        Assert.Equal(0.25, schedule.At(0), 1e-12);
        Assert.Equal(1, schedule.At(3), 1e-12);
        Assert.Equal(1, schedule.At(4), 1e-12); // cos 0
        Assert.Equal(0.55, schedule.At(9), 1e-12); // half way, cos(pi / 2)
        Assert.Equal(0.1, schedule.At(14), 1e-12); // the last step, cos(pi)
        Assert.All(Enumerable.Range(4, 10), step => Assert.True(schedule.At(step + 1) < schedule.At(step)));
    }

    [Fact]
    public void Warmup_is_a_share_of_the_steps_unless_their_number_is_given()
    {
        var options = new TrainingOptions { WarmupFraction = 0.05 };
        Assert.Equal(5, CosineSchedule.Of(options, 100).WarmupSteps);
        Assert.Equal(7, CosineSchedule.Of(options with { WarmupSteps = 7 }, 100).WarmupSteps);
    }

    [Fact]
    public void A_run_that_is_all_warmup_or_a_single_step_has_a_rate()
    {
        Assert.Equal(2, new CosineSchedule(2, 1, 3, 3).At(2), 1e-12);
        Assert.Equal(2, new CosineSchedule(2, 1, 0, 1).At(0), 1e-12);
    }
}
