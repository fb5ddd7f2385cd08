namespace Tsmc.Evaluation;

/// <summary>How a set of solutions of one problem is scored.</summary>
public enum VotingRule
{
    /// <summary>Majority voting (MV): each solution with an answer has one vote. Over one solution this is its own correctness.</summary>
    Majority,

    /// <summary>Weighted majority voting (WMV) by the score of a reward model (ORM, or PRM aggregated over steps).</summary>
    WeightedByReward,

    /// <summary>WMV by the final value V_theta.</summary>
    WeightedByValue,

    /// <summary>WMV by the final importance weight psi_T / psi_(T-1), normalised in the TSMC group.</summary>
    WeightedByImportance,

    /// <summary>The ceiling pass@N: 1 when any solution of the set is correct.</summary>
    AnyCorrect,
}
