using System.Text.Json.Serialization;

namespace Tsmc.Problems;

/// <summary>One solution, or the beginning of one, with a label for its steps: a row of data for a process reward model (JSON Lines).</summary>
public sealed record StepLabelRow
{
    /// <summary>Where the row comes from, unique in its file; empty when nobody gave it a name.</summary>
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    /// <summary>The problem's text.</summary>
    [JsonPropertyName("input")]
    public required string Input { get; init; }

    /// <summary>The steps, at least one; none holds a blank line, save the one right after the heading <c># Answer</c>.</summary>
    [JsonPropertyName("steps")]
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>For each step a label in [0, 1], the chance that all is right so far, or null where the step has none.</summary>
    [JsonPropertyName("labels")]
    public required IReadOnlyList<double?> Labels { get; init; }

    /// <summary>Whether the last step ends the solution; else a blank line follows it.</summary>
    [JsonPropertyName("is_eos")]
    public required bool IsEos { get; init; }

    /// <summary>Whether the solution's answer is correct, where that is known.</summary>
    [JsonPropertyName("correct")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Correct { get; init; }

    /// <summary><see cref="Correct"/>; where it is not known, whether the solution is whole and no label says that it is wrong.</summary>
    [JsonIgnore]
    public bool IsCorrect => Correct ?? (IsEos && Labels.All(label => label is null or > 0.5));

    /// <summary>The text of the steps, as the generator writes it.</summary>
    [JsonIgnore]
    public string Text => string.Join(PromptFormat.StepEnd, Steps) + (IsEos ? "" : PromptFormat.StepEnd);

    /// <summary>Labels a sampled solution.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="input">The problem's text.</param>
    /// <param name="labels">One label for each of <see cref="PromptFormat.Steps"/>, or null.</param>
    public static StepLabelRow Of(Solution solution, string input, IReadOnlyList<double?> labels)
    {
        ArgumentNullException.ThrowIfNull(solution);
        return new()
        {
            Id = $"{solution.ProblemIndex}/{solution.SampleIndex}",
            Input = input,
            Steps = PromptFormat.Steps(solution.Output),
            Labels = labels,
            IsEos = solution.Finished,
            Correct = solution.Correct,
        };
    }

    /// <summary>What is wrong with the row, in one sentence; null when it is as documented.</summary>
    public string? Problem()
    {
        if (Steps.Count == 0)
        {
            return "there are no steps; expected at least one.";
        }
        if (Labels.Count != Steps.Count)
        {
            return $"{Labels.Count} labels for {Steps.Count} steps; expected one a step, null where there is none.";
        }
        for (int i = 0; i < Steps.Count; i++)
        {
            if (Labels[i] is { } label && label is not (>= 0 and <= 1))
            {
                return $"the label of step {i + 1} is {label}; expected a number in [0, 1] or null.";
            }
            if (Steps[i].Length == 0 || PromptFormat.Steps(Steps[i]).Count != 1)
            {
                return $"step {i + 1} is empty or holds a blank line; expected one step without one.";
            }
        }
        return null;
    }
}
