namespace Tsmc.Evaluation;

/// <summary>How the step scores of a process reward model (PRM) become one score of the solution.</summary>
public enum StepAggregation
{
    /// <summary>The score of the last step; with an outcome reward model (ORM), its only score.</summary>
    Last,

    /// <summary>The lowest step score: a solution is as good as its weakest step.</summary>
    Min,

    /// <summary>The product of the step scores: the chance that all steps are right, were they independent.</summary>
    Product,
}
