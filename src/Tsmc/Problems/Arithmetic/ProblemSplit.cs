namespace Tsmc.Problems.Arithmetic;

/// <summary>What a problem may be used for. No problem belongs to two splits.</summary>
public enum ProblemSplit
{
    /// <summary>Fine-tuning the generator, training value and reward models.</summary>
    Train,

    /// <summary>Choosing settings and stopping times.</summary>
    Validation,

    /// <summary>The figures that are reported; never used to choose anything.</summary>
    Test,
}
