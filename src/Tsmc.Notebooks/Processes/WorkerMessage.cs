using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Tsmc.Notebooks.Processes;

/// <summary>One line that a worker sends: a cell begins, a cell's outputs, the failure, or the end. What does not apply is absent.</summary>
internal sealed record WorkerMessage
{
    private static readonly JsonSerializerOptions Format = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>A cell begins, or all are done.</summary>
    public NotebookProgress? Progress { get; init; }

    /// <summary>The number, from 1, of the cell that <see cref="Outputs"/> belong to.</summary>
    public int? Cell { get; init; }

    /// <summary>A cell's outputs, as nbformat writes them.</summary>
    public JsonArray? Outputs { get; init; }

    /// <summary>The cell at which the run stopped.</summary>
    public NotebookFailure? Failure { get; init; }

    /// <summary>The run is over.</summary>
    public bool? End { get; init; }

    public string ToLine() => JsonSerializer.Serialize(this, Format);

    public static WorkerMessage Parse(string line) => JsonSerializer.Deserialize<WorkerMessage>(line, Format)!;
}
