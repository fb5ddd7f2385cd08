namespace Tsmc.Grading;

/// <summary>How strictly <see cref="MathGrader"/> compares.</summary>
public enum MathGraderMode
{
    /// <summary>
    /// As strict as the grader of PRM800K (Lightman et al., 2023): an unreduced fraction is wrong, an integer must be answered by an
    /// integer, lists keep their order.
    /// </summary>
    Prm800k,

    /// <summary>Mathematically equal is equal, as Math-Verify (Hugging Face) has it.</summary>
    MathVerify,
}
