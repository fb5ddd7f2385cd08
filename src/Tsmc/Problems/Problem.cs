using System.Text.Json.Serialization;

namespace Tsmc.Problems;

/// <summary>One problem: what is asked and the reference answer.</summary>
public sealed record Problem
{
    /// <summary>A stable name, unique in its file, for example <c>test-00017</c>.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>The problem's text, as a person would read it.</summary>
    [JsonPropertyName("problem")]
    public required string Text { get; init; }

    /// <summary>The reference answer, as the grader compares it.</summary>
    [JsonPropertyName("answer")]
    public required string Answer { get; init; }

    /// <summary>A worked solution in the format of <see cref="PromptFormat"/>, where the data set has one.</summary>
    [JsonPropertyName("solution")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Solution { get; init; }
}
