using System.Text.Json.Serialization;

namespace Tsmc.Problems;

/// <summary>
/// One row of fine-tuning data (the reference's <c>prm-v2</c> format): given the problem and the steps so far, what comes next.
/// The loss is taken on <see cref="Output"/> only.
/// </summary>
public sealed record SftRow
{
    /// <summary>The problem's text.</summary>
    [JsonPropertyName("input")]
    public required string Input { get; init; }

    /// <summary>The solution so far; may be empty.</summary>
    [JsonPropertyName("output_prefix")]
    public string OutputPrefix { get; init; } = "";

    /// <summary>What the model shall learn to write next: a step, or the whole solution when the prefix is empty.</summary>
    [JsonPropertyName("output")]
    public required string Output { get; init; }

    /// <summary>Whether <see cref="Output"/> holds the answer; then, and only then, the end-of-sequence token is appended.</summary>
    [JsonPropertyName("is_eos")]
    public required bool IsEos { get; init; }
}
