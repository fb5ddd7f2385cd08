using System.Text.Json.Serialization;

namespace Tsmc.Cli.Runs;

/// <summary>A row of <c>tsmc tokenize</c>; read from the input it has a text only.</summary>
internal sealed record TokenizedText
{
    /// <summary>The text.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>Its token ids, the beginning token first where it was asked for.</summary>
    [JsonPropertyName("ids")]
    public IReadOnlyList<int> Ids { get; init; } = [];

    /// <summary>What the text's ids decode to, special tokens by their names.</summary>
    [JsonPropertyName("decoded")]
    public string Decoded { get; init; } = "";
}
