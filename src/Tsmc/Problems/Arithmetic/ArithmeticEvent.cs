using System.Text.Json.Serialization;

namespace Tsmc.Problems.Arithmetic;

/// <summary>One event of a story: a gain or a loss of some objects, or of some containers with the same number in each.</summary>
public sealed record ArithmeticEvent
{
    /// <summary>Gain or loss.</summary>
    [JsonPropertyName("kind")]
    public required EventKind Kind { get; init; }

    /// <summary>The wording that says so: one of <see cref="CueWords.Gains"/> or <see cref="CueWords.Losses"/>.</summary>
    [JsonPropertyName("cue")]
    public required string Cue { get; init; }

    /// <summary>Number of objects; where <see cref="Count"/> is set, the number in each container.</summary>
    [JsonPropertyName("units")]
    public required int Units { get; init; }

    /// <summary>Number of containers, or null when the objects are counted singly.</summary>
    [JsonPropertyName("count")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Count { get; init; }

    /// <summary>The wording of "in each", one of <see cref="CueWords.Each"/>; null when <see cref="Count"/> is.</summary>
    [JsonPropertyName("each_cue")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EachCue { get; init; }

    /// <summary>How many objects the event is about: <see cref="Count"/> times <see cref="Units"/>.</summary>
    [JsonIgnore]
    public int Amount => (Count ?? 1) * Units;

    /// <summary>The change of the total: <see cref="Amount"/>, negative for a loss.</summary>
    [JsonIgnore]
    public int Change => Kind == EventKind.Gain ? Amount : -Amount;
}
