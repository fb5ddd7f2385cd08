using System.Diagnostics;

namespace Tsmc.Benchmarks;

/// <summary>Best-of-n timing: on a machine that others use too, the least disturbed round says most about the program.</summary>
internal static class Clock
{
    /// <summary>
    /// The least wall time and the least processor time of the whole process, in seconds. Processor time hardly changes when others want
    /// the cores; the two need not come from the same round.
    /// </summary>
    public static (double Wall, double Processor) Best(int rounds, Action work)
    {
        // A second of it first: until then the runtime compiles its code anew, on a thread whose time would count.
        long begun = Stopwatch.GetTimestamp();
        do
        {
            work();
        }
        while (Stopwatch.GetElapsedTime(begun).TotalSeconds < 1);
        (double wall, double processor) = (double.PositiveInfinity, double.PositiveInfinity);
        for (int i = 0; i < rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            work();
            processor = Math.Min(processor, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
            wall = Math.Min(wall, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return (wall, processor);
    }
}
