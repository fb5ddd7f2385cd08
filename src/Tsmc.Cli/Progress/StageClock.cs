using System.Globalization;

namespace Tsmc.Cli.Progress;

/// <summary>Measures a stage's rate from its first report on, so that what an earlier run had done does not flatter it.</summary>
internal sealed class StageClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private double? _doneBefore;

    /// <summary>Rate and time left, such as <c>3.1 problems/s, 0:28 left</c>; empty while nothing is known.</summary>
    public string Pace(StageProgress progress)
    {
        _doneBefore ??= progress.Done;
        double seconds = time.GetElapsedTime(_start).TotalSeconds;
        double rate = (progress.Done - _doneBefore.Value) / seconds;
        if (!(rate > 0 && double.IsFinite(rate)))
        {
            return "";
        }
        string left = progress.Done < progress.Total ? $", {Duration((progress.Total - progress.Done) / rate)} left" : $", took {Duration(seconds)}";
        return string.Create(CultureInfo.InvariantCulture, $"{Rate(rate)}{(progress.Unit.Length > 0 ? " " : "")}{progress.Unit}/s{left}");
    }

    /// <summary>Seconds as <c>m:ss</c> or <c>h:mm:ss</c>.</summary>
    public static string Duration(double seconds)
    {
        // A rate close to 0 gives a time left beyond what a clock shows.
        var span = TimeSpan.FromSeconds(Math.Min(Math.Round(seconds), TimeSpan.FromHours(9999).TotalSeconds));
        return span.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span.Minutes:D2}:{span.Seconds:D2}")
            : string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}:{span.Seconds:D2}");
    }

    private static string Rate(double rate) => rate.ToString(rate >= 100 ? "F0" : rate >= 1 ? "F1" : "G2", CultureInfo.InvariantCulture);
}
