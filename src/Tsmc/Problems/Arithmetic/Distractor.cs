using System.Text.Json.Serialization;

namespace Tsmc.Problems.Arithmetic;

/// <summary>A sentence with a number that has no part in the answer.</summary>
public sealed record Distractor
{
    /// <summary>Index of the event (from 0) before which the sentence stands.</summary>
    [JsonPropertyName("before")]
    public required int Before { get; init; }

    /// <summary>The wording: one of <see cref="CueWords.Distractors"/>.</summary>
    [JsonPropertyName("cue")]
    public required string Cue { get; init; }

    /// <summary>The number that does not matter.</summary>
    [JsonPropertyName("number")]
    public required int Number { get; init; }
}
