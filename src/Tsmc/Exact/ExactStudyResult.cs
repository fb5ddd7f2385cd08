using System.Text.Json;

namespace Tsmc.Exact;

/// <summary>The exact answers of a toy model, and what sequential Monte Carlo found.</summary>
public sealed record ExactStudyResult
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The exact Z.</summary>
    public required double Z { get; init; }

    /// <summary>The exact value of every prefix and sequence.</summary>
    public required IReadOnlyDictionary<string, double> Value { get; init; }

    /// <summary>The exact posterior of every sequence where it is positive.</summary>
    public required IReadOnlyDictionary<string, double> Posterior { get; init; }

    /// <summary>One row for each scheme and, within it, each exponent.</summary>
    public required IReadOnlyList<ExactStudyRow> Runs { get; init; }

    /// <summary>Writes JSON with snake_case names, beside its place and then renamed, so that nobody reads half of it.</summary>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string beside = path + ".part";
        File.WriteAllText(beside, JsonSerializer.Serialize(this, Format) + "\n");
        File.Move(beside, path, overwrite: true);
    }
}
