namespace Tsmc.Training;

/// <summary>All samples of one problem: what a value model is trained on at a time.</summary>
/// <param name="Prompt">The prompt's tokens, at least one.</param>
/// <param name="Samples">The solutions, at least one.</param>
public sealed record ValueProblem(IReadOnlyList<int> Prompt, IReadOnlyList<ValueSample> Samples)
{
    /// <summary>Most steps of a sample.</summary>
    public int Steps => Samples.Max(sample => sample.Positions.Count);

    /// <summary>Tokens through the model: the prompt once, and every solution.</summary>
    public int Tokens => Prompt.Count + Samples.Sum(sample => sample.Ids.Count);

    /// <summary>Number of step labels.</summary>
    public int LabelCount => Samples.Sum(sample => sample.Labels?.Count(label => !float.IsNaN(label)) ?? 0);

    /// <summary>Whether any sample is correct.</summary>
    public bool AnyCorrect => Samples.Any(sample => sample.Correct);
}
