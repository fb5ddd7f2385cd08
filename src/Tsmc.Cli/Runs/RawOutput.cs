using System.Text.Json.Serialization;

namespace Tsmc.Cli.Runs;

/// <summary>A row that <c>generate --raw-prompt</c> writes.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Output">The text that follows it.</param>
/// <param name="Ids">The token ids drawn, the end-of-sequence token included where one was drawn.</param>
internal sealed record RawOutput(
    [property: JsonPropertyName("prompt")] string Prompt,
    [property: JsonPropertyName("output")] string Output,
    [property: JsonPropertyName("ids")] IReadOnlyList<int> Ids);
