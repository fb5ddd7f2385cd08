namespace Tsmc.Evaluation;

/// <summary>What the reward scores of a file are.</summary>
public enum RewardScale
{
    /// <summary>Probabilities in [0, 1].</summary>
    Probability,

    /// <summary>Logits, of any size: the sigmoid of each counts.</summary>
    Logit,
}
