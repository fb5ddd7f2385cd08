using System.Text.Json.Serialization;

namespace Tsmc.Records;

/// <summary>A problem whose runs are recorded; its row comes before theirs.</summary>
public sealed record RecordedProblem : RecordRow
{
    /// <summary>Index of the problem in its file, from 0.</summary>
    [JsonPropertyName("problem")]
    public required int Index { get; init; }

    /// <summary>Its name.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Its text.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>Its reference answer.</summary>
    [JsonPropertyName("answer")]
    public required string Answer { get; init; }
}
