namespace Tsmc.Records;

/// <summary>The recorded run of one group.</summary>
/// <param name="Problem">Index of the problem in its file.</param>
/// <param name="Group">Index of the group among the problem's groups.</param>
/// <param name="Steps">The steps t = 1, 2, …; at least one.</param>
public sealed record RecordedGroup(int Problem, int Group, IReadOnlyList<RecordedStep> Steps)
{
    /// <summary>Whether the run reached its end; false when it was stopped, or is still under way.</summary>
    public bool IsWhole => Steps[^1].IsLast;
}
