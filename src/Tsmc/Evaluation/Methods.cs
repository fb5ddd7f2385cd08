namespace Tsmc.Evaluation;

/// <summary>Names of the methods as they stand in <c>accuracy.csv</c>.</summary>
public static class Methods
{
    /// <summary>One solution at temperature 0.</summary>
    public const string Greedy = "greedy";

    /// <summary>Majority voting over plain samples.</summary>
    public const string MajorityVote = "mv";

    /// <summary>Voting over plain samples, weighted by an outcome reward model.</summary>
    public const string WeightedVoteOrm = "wmv-orm";

    /// <summary>Voting over plain samples, weighted by the lowest step score of a process reward model.</summary>
    public const string WeightedVotePrmMin = "wmv-prm-min";

    /// <summary>Voting over plain samples, weighted by the last step score of a process reward model.</summary>
    public const string WeightedVotePrmLast = "wmv-prm-last";

    /// <summary>Voting over plain samples, weighted by the product of the step scores of a process reward model.</summary>
    public const string WeightedVotePrmProduct = "wmv-prm-product";

    /// <summary>Voting over plain samples, weighted by the value function.</summary>
    public const string WeightedVoteValue = "wmv-value";

    /// <summary>Majority voting over TSMC samples.</summary>
    public const string TsmcMajorityVote = "tsmc-mv";

    /// <summary>Weighted voting over TSMC samples.</summary>
    public const string TsmcWeightedVote = "tsmc-wmv";

    /// <summary>pass@N of plain samples, the ceiling of every vote over them.</summary>
    public const string Pass = "pass";

    /// <summary>The methods that curves are drawn of, in the order in which tables and legends list them; files with step scores allow more, see <see cref="FileEvaluation"/>.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Greedy, MajorityVote, WeightedVoteOrm, WeightedVoteValue, TsmcMajorityVote, TsmcWeightedVote, Pass];

    /// <summary>A name for people, for example <c>TSMC + MV</c>; a method that is not in <see cref="All"/> keeps its own name.</summary>
    public static string Title(string method) => method switch
    {
        Greedy => "Greedy",
        MajorityVote => "MV",
        WeightedVoteOrm => "WMV (ORM)",
        WeightedVotePrmMin => "WMV (PRM, min)",
        WeightedVotePrmLast => "WMV (PRM, last)",
        WeightedVotePrmProduct => "WMV (PRM, product)",
        WeightedVoteValue => "WMV (value)",
        TsmcMajorityVote => "TSMC + MV",
        TsmcWeightedVote => "TSMC + WMV",
        Pass => "pass@N",
        _ => method,
    };
}
