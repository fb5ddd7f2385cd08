using Tsmc.Problems;

namespace Tsmc.Datasets;

/// <summary>What a row of a data set holds, in this project's own rows.</summary>
public sealed record DatasetRow
{
    /// <summary>
    /// The texts by which the row's problem is known; at least one. None of them may be in the test set where the row is used for training.
    /// </summary>
    public required IReadOnlyList<string> ProblemTexts { get; init; }

    /// <summary>The problem with its reference answer; null where the data set has none.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Whether the row is nothing but its problem: then one whose problem stood before is left out.</summary>
    public bool IsProblem { get; init; }

    /// <summary>Fine-tuning rows.</summary>
    public IReadOnlyList<SftRow> Sft { get; init; } = [];

    /// <summary>Solutions with step labels.</summary>
    public IReadOnlyList<StepLabelRow> Labels { get; init; } = [];

    /// <summary>Why nothing of the row can be used though it is well-formed; null when it can.</summary>
    public string? Unusable { get; init; }
}
