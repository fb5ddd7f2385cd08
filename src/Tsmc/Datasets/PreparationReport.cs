using System.Text.Json;
using System.Text.Json.Serialization;
using Tsmc.Problems;

namespace Tsmc.Datasets;

/// <summary>What became of the rows of a data set.</summary>
public sealed record PreparationReport
{
    /// <summary>Name of the report's file beside what was written.</summary>
    public const string File = "report.json";

    /// <summary>Name of the data set's format.</summary>
    [JsonPropertyName("format")]
    public required string Format { get; init; }

    /// <summary>The settings.</summary>
    [JsonPropertyName("options")]
    public required PreparationOptions Options { get; init; }

    /// <summary>Counts for each file read.</summary>
    [JsonPropertyName("inputs")]
    public required IReadOnlyList<InputCounts> Inputs { get; init; }

    /// <summary>Output rows that stood there before, word for word, and were not written again.</summary>
    [JsonPropertyName("repeated")]
    public required int Repeated { get; init; }

    /// <summary>Rows of each file written.</summary>
    [JsonPropertyName("written")]
    public required IReadOnlyDictionary<string, int> Written { get; init; }

    /// <summary>What was wrong with the first bad rows, a sentence each.</summary>
    [JsonPropertyName("bad_rows")]
    public required IReadOnlyList<string> BadRows { get; init; }

    /// <summary>Reads the report of an earlier run; null when there is none that can be read.</summary>
    internal static PreparationReport? Find(string folder)
    {
        string path = Path.Combine(folder, File);
        try
        {
            return System.IO.File.Exists(path)
                ? JsonSerializer.Deserialize<PreparationReport>(System.IO.File.ReadAllText(path), JsonLines.Format)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
