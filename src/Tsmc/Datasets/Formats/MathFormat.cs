using System.Text.Json;

namespace Tsmc.Datasets.Formats;

/// <summary>
/// MATH (Hendrycks et al., arXiv 2103.03874) as a folder of one-problem files or as rows, and MATH500: <c>problem</c>, <c>solution</c> with
/// the answer in its last <c>\boxed</c>, perhaps <c>answer</c>, <c>level</c>, <c>type</c> or <c>subject</c>, <c>unique_id</c>.
/// </summary>
public sealed class MathFormat : DatasetFormat
{
    /// <inheritdoc/>
    public override string Name => "math";

    /// <inheritdoc/>
    public override string Description => "MATH or MATH500: problem, solution with a \\boxed answer; a folder of JSON files, an array, or JSON Lines.";

    /// <inheritdoc/>
    public override DatasetRow Read(JsonElement row, string id)
    {
        string problem = row.Text("problem").Trim();
        string solution = row.Text("solution");
        string? answer = row.Find("answer") is null ? WorkedSolution.Boxed(solution) : row.NumberOrText("answer").Trim();
        return answer is null
            ? new DatasetRow { ProblemTexts = [problem], Unusable = "no \\boxed answer" }
            : Solved(Id(row, id), problem, WorkedSolution.Steps(solution), answer);
    }
}
