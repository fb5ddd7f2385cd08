using System.Text.Json;

namespace Tsmc.Datasets.Formats;

/// <summary>
/// GSM8K (Cobbe et al., arXiv 2110.14168): <c>question</c>, and <c>answer</c> with a step a line, calculator annotations
/// <c>&lt;&lt;3*4=12&gt;&gt;</c>, and <c>#### 12</c> last.
/// </summary>
public sealed class Gsm8kFormat : DatasetFormat
{
    private const string Mark = "####";

    /// <inheritdoc/>
    public override string Name => "gsm8k";

    /// <inheritdoc/>
    public override string Description => "GSM8K's word problems: question, answer with #### before the number.";

    /// <inheritdoc/>
    public override DatasetRow Read(JsonElement row, string id)
    {
        string answer = row.Text("answer");
        int mark = answer.LastIndexOf(Mark, StringComparison.Ordinal);
        string final = mark < 0 ? "" : answer[(mark + Mark.Length)..].Trim();
        if (final.Length == 0 || final.Contains('\n'))
        {
            throw new InvalidDataException($"answer has no last line with {Mark} and a number; expected one, such as {Mark} 12.");
        }
        IReadOnlyList<string> steps = WorkedSolution.Steps(WorkedSolution.WithoutCalculations(answer[..mark]));
        return Solved(Id(row, id), row.Text("question").Trim(), steps, WorkedSolution.WithoutThousands(final));
    }
}
