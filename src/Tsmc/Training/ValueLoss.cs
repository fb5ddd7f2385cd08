namespace Tsmc.Training;

/// <summary>What a value model is trained by.</summary>
public enum ValueLoss
{
    /// <summary>Contrastive twist learning (<see cref="ContrastiveTwistLoss"/>), the paper's.</summary>
    Ctl,

    /// <summary>An outcome reward model (<see cref="OutcomeLoss"/>): the solution's last token only.</summary>
    Orm,

    /// <summary>Cross-entropy at every step with the outcome as label (<see cref="StepOutcomeLoss"/>).</summary>
    StepBce,

    /// <summary>A process reward model (<see cref="ProcessLoss"/>): cross-entropy at every step that has a label of its own.</summary>
    Prm,
}
