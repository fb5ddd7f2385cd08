using System.Text.Json.Serialization;

namespace Tsmc.Problems;

/// <summary>One sampled solution of one problem: a row of a solutions file (JSON Lines).</summary>
public sealed record Solution
{
    /// <summary>Index of the problem in its file, from 0.</summary>
    [JsonPropertyName("idx")]
    public required int ProblemIndex { get; init; }

    /// <summary>Index of the sample among the problem's samples, from 0.</summary>
    [JsonPropertyName("sample_idx")]
    public required int SampleIndex { get; init; }

    /// <summary>How the sample was made: <c>plain</c>, <c>tsmc</c> or <c>greedy</c>.</summary>
    [JsonPropertyName("method")]
    public string Method { get; init; } = "plain";

    /// <summary>The TSMC group the sample belongs to, from 0; subsets are drawn by whole groups. For plain samples 0.</summary>
    [JsonPropertyName("group")]
    public int Group { get; init; }

    /// <summary>Number of particles M of the sample's group; 1 for plain samples.</summary>
    [JsonPropertyName("m")]
    public int GroupSize { get; init; } = 1;

    /// <summary>Seed of the run.</summary>
    [JsonPropertyName("seed")]
    public long Seed { get; init; }

    /// <summary>The prompt as the model saw it.</summary>
    [JsonPropertyName("prompt")]
    public required string Prompt { get; init; }

    /// <summary>The text the model wrote after the prompt, without the end-of-sequence token.</summary>
    [JsonPropertyName("output")]
    public required string Output { get; init; }

    /// <summary>The final answer found in <see cref="Output"/>, or null when there is none.</summary>
    [JsonPropertyName("answer")]
    public string? Answer { get; init; }

    /// <summary>Whether the grader accepts <see cref="Answer"/>: phi of the paper.</summary>
    [JsonPropertyName("correct")]
    public bool Correct { get; init; }

    /// <summary>Whether the model ended the solution itself; false when the token limit cut it off.</summary>
    [JsonPropertyName("finished")]
    public bool Finished { get; init; } = true;

    /// <summary>Number of tokens generated for the solution, the end-of-sequence token included.</summary>
    [JsonPropertyName("tokens")]
    public int Tokens { get; init; }

    /// <summary>
    /// Tokens that the sample's slot wrote over its TSMC run: its own, and those of particles that stood there and died out. The sum over a
    /// group is what the group cost. Null for plain samples, which cost <see cref="Tokens"/>.
    /// </summary>
    [JsonPropertyName("slot_tokens")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SlotTokens { get; init; }

    /// <summary>V_theta in [0, 1] at the end of each step and, last, at the end of the solution; empty when not scored.</summary>
    [JsonPropertyName("value")]
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>Scores in [0, 1] of an independent reward model: one for an ORM, one a step for a PRM; empty when not scored.</summary>
    [JsonPropertyName("reward")]
    public IReadOnlyList<double> Rewards { get; init; } = [];

    /// <summary>Log of the final importance weight psi_T / psi_(T-1), normalised in the group; null for plain samples.</summary>
    [JsonPropertyName("log_weight")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LogWeight { get; init; }
}
