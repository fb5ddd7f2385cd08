namespace Tsmc.Evaluation;

/// <summary>What came of grading a file.</summary>
public sealed record AnswerGradingReport
{
    /// <summary>Rows that were graded.</summary>
    public required int Graded { get; init; }

    /// <summary>Rows whose answer is correct.</summary>
    public required int Correct { get; init; }

    /// <summary>Rows that could not be read and were left out.</summary>
    public required int Bad { get; init; }

    /// <summary>For the first of them file, line and what is wrong, a sentence each.</summary>
    public required IReadOnlyList<string> BadRows { get; init; }
}
