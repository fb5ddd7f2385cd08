using Tsmc.Cli.Progress;

namespace Tsmc.Tests.Cli;

public sealed class ProgressTests
{
    [Fact]
    public void Pace_counts_only_what_this_run_did()
    {
        var time = new Clock();
        var clock = new StageClock(time);
        Assert.Equal("", clock.Pace(new StageProgress("generate", 60, 100, "problems")));
        time.Seconds = 10;
        Assert.Equal("2.0 problems/s, 0:10 left", clock.Pace(new StageProgress("generate", 80, 100, "problems")));
        time.Seconds = 20;
        Assert.Equal("2.0 problems/s, took 0:20", clock.Pace(new StageProgress("generate", 100, 100, "problems")));
    }

    [Fact]
    public void Lines_come_every_five_seconds_and_at_the_end()
    {
        var time = new Clock();
        using var writer = new StringWriter { NewLine = "\n" };
        var lines = new ProgressLines(writer, time);
        for (int second = 0; second <= 12; second++)
        {
            time.Seconds = second;
            lines.Report(new StageProgress("sft", second, 12, "steps", "loss 0.5"));
        }
        Assert.Equal(
            """
            sft: 5/12 steps (42 %), 1.0 steps/s, 0:07 left, loss 0.5
            sft: 10/12 steps (83 %), 1.0 steps/s, 0:02 left, loss 0.5
            sft: 12/12 steps (100 %), 1.0 steps/s, took 0:12, loss 0.5

            """,
            writer.ToString());
    }

    [Theory]
    [InlineData(0.4, "0:00")]
    [InlineData(61, "1:01")]
    [InlineData(3725, "1:02:05")]
    [InlineData(1e300, "9999:00:00")]
    public void Durations(double seconds, string text) => Assert.Equal(text, StageClock.Duration(seconds));

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(1000 * Seconds);
    }
}
