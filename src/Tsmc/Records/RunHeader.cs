using System.Text.Json.Serialization;
using Tsmc.Sampling;
using Tsmc.Smc;

namespace Tsmc.Records;

/// <summary>The first row of a run record: its format, the models and the options of <see cref="TsmcOptions"/>.</summary>
public sealed record RunHeader : RecordRow
{
    /// <summary>What <see cref="Format"/> says in every run record.</summary>
    public const string FormatName = "tsmc-run";

    /// <summary>The version that this library writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The file's format, <c>tsmc-run</c>.</summary>
    [JsonPropertyName("format")]
    public string Format { get; init; } = "";

    /// <summary>Version of the format.</summary>
    [JsonPropertyName("version")]
    public int Version { get; init; }

    /// <summary>Folder of the generator, as it was named; null where nobody said.</summary>
    [JsonPropertyName("model")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    /// <summary>Folder of the value model, as it was named; null where nobody said.</summary>
    [JsonPropertyName("value_model")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ValueModel { get; init; }

    /// <summary>The file of problems, as it was named; null where nobody said.</summary>
    [JsonPropertyName("problems")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problems { get; init; }

    /// <summary>Solutions per problem, N.</summary>
    [JsonPropertyName("num_samples")]
    public required int NumSamples { get; init; }

    /// <summary>Particles of one group, M; the last group of a problem may be smaller.</summary>
    [JsonPropertyName("tsmc_batch_size")]
    public required int TsmcBatchSize { get; init; }

    /// <summary>Exponent on the value: log psi = exponent * log V.</summary>
    [JsonPropertyName("tsmc_temperature")]
    public required double TsmcTemperature { get; init; }

    /// <summary>At most this many resamplings of a group.</summary>
    [JsonPropertyName("stop_steps")]
    public required int StopSteps { get; init; }

    /// <summary>No step end counts within this many first tokens of a solution.</summary>
    [JsonPropertyName("warmup")]
    public required int Warmup { get; init; }

    /// <summary>Name of the resampling scheme.</summary>
    [JsonPropertyName("scheme")]
    public required string Scheme { get; init; }

    /// <summary>Resampling only when ESS / M is below this; null for every pause.</summary>
    [JsonPropertyName("ess_threshold")]
    public required double? EssThreshold { get; init; }

    /// <summary>Temperature of the tokens.</summary>
    [JsonPropertyName("temperature")]
    public required double Temperature { get; init; }

    /// <summary>Only this many likeliest tokens could be drawn; 0 for all.</summary>
    [JsonPropertyName("top_k")]
    public required int TopK { get; init; }

    /// <summary>Token limit of one solution.</summary>
    [JsonPropertyName("max_new_tokens")]
    public required int MaxNewTokens { get; init; }

    /// <summary>Seed of the run.</summary>
    [JsonPropertyName("seed")]
    public required long Seed { get; init; }

    /// <summary>The header of a run with the given options; name the models and the problems by <c>with</c>.</summary>
    public static RunHeader Of(TsmcOptions options) => new()
    {
        Format = FormatName,
        Version = CurrentVersion,
        NumSamples = options.NumSamples,
        TsmcBatchSize = options.TsmcBatchSize,
        TsmcTemperature = options.TsmcTemperature,
        StopSteps = options.StopSteps,
        Warmup = options.Warmup,
        Scheme = ResamplingSchemeName.Of(options.Scheme),
        EssThreshold = options.EssThreshold,
        Temperature = options.Temperature,
        TopK = options.TopK,
        MaxNewTokens = options.MaxNewTokens,
        Seed = options.Seed,
    };
}
