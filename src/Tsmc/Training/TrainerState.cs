using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Tsmc.Training;

/// <summary>What <c>trainer.json</c> of a checkpoint says: how far the run was, and of which run it is.</summary>
internal sealed record TrainerState
{
    public const string FileName = "trainer.json";

    // These change speed and what is written, not what is computed.
    private static readonly string[] FreeOptions =
    [
        nameof(TrainingOptions.CheckpointEvery), nameof(TrainingOptions.KeepCheckpoints), nameof(TrainingOptions.ValidateEvery),
        nameof(TrainingOptions.Workers),
    ];

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    [JsonPropertyName("step")]
    public required int Step { get; init; }

    [JsonPropertyName("data")]
    public required string Fingerprint { get; init; }

    [JsonPropertyName("options")]
    public required JsonObject Options { get; init; }

    public static TrainerState Of(int step, string fingerprint, TrainingOptions options) => new()
    {
        Step = step,
        Fingerprint = fingerprint,
        Options = JsonSerializer.SerializeToNode(options, options.GetType())!.AsObject(),
    };

    public static TrainerState Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return JsonSerializer.Deserialize<TrainerState>(File.ReadAllBytes(path), Format)
                ?? throw new InvalidDataException($"{path}: expected a JSON object, found null.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: not a trainer's state: {error.Message}", error);
        }
    }

    public void Write(string folder) =>
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Format) + "\n");

    /// <summary>Refuses to go on with a run of other options or other data.</summary>
    /// <exception cref="InvalidDataException">They differ; the message says in what.</exception>
    public void Expect(TrainerState wanted, string folder)
    {
        const string Remedy = "go on with the same, or choose another output folder";
        foreach ((string name, JsonNode? value) in wanted.Options)
        {
            JsonNode? stored = Options[name];
            if (!FreeOptions.Contains(name) && !JsonNode.DeepEquals(stored, value))
            {
                throw new InvalidDataException(
                    $"{Path.Combine(folder, FileName)}: the run had {name} {Show(stored)}, now it is {Show(value)}; {Remedy}.");
            }
        }
        if (Fingerprint != wanted.Fingerprint)
        {
            throw new InvalidDataException($"{Path.Combine(folder, FileName)}: the run had other training data; {Remedy}.");
        }
    }

    private static string Show(JsonNode? value) => value?.ToJsonString() ?? "unset";
}
