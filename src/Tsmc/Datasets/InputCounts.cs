using System.Text.Json.Serialization;

namespace Tsmc.Datasets;

/// <summary>What became of the rows of one file: all that were read were either kept or dropped.</summary>
public sealed record InputCounts
{
    /// <summary>The file.</summary>
    [JsonPropertyName("file")]
    public required string File { get; init; }

    /// <summary>Rows read.</summary>
    [JsonPropertyName("read")]
    public int Read { get; set; }

    /// <summary>Rows of which something was written.</summary>
    [JsonPropertyName("kept")]
    public int Kept { get; set; }

    /// <summary>Rows dropped, by reason.</summary>
    [JsonPropertyName("dropped")]
    public SortedDictionary<string, int> Dropped { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Counts a row that is dropped.</summary>
    internal void Drop(string reason) => Dropped[reason] = Dropped.GetValueOrDefault(reason) + 1;
}
