using System.Text.Json.Serialization;

namespace Tsmc.Cli.Runs;

/// <summary>A row of <c>--prompt-file</c>.</summary>
/// <param name="Prompt">The text to continue; may be empty where the model has a token to begin with.</param>
internal sealed record RawPrompt([property: JsonPropertyName("prompt"), JsonRequired] string Prompt);
