namespace Tsmc.Grading.Algebra;

/// <summary>Counts the steps of one comparison and ends it where it would take too long.</summary>
internal sealed class Work(int limit = Work.MaxSteps)
{
    /// <summary>Steps of one comparison, each at most a few microseconds.</summary>
    public const int MaxSteps = 20_000;

    /// <summary>Steps done so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether the limit was reached: nothing is decided then.</summary>
    public bool IsSpent => Steps >= limit;

    /// <summary>Counts one step; false when there may be no more.</summary>
    public bool Step() => Steps < limit && ++Steps < limit;
}
