using System.Text.Json;
using Tsmc.Problems;

namespace Tsmc.Datasets.Formats;

/// <summary>
/// PRM800K (Lightman et al., arXiv 2305.20050), both phases: a labelled solution a row, with alternative completions of its steps. As the
/// paper uses it, a fine-tuning row for every completion rated +1 on a prefix of chosen steps; and step labels, see <see cref="Read"/>.
/// </summary>
/// <param name="neutral">The label of a rating 0 (right but no progress), in [0, 1], or null for none.</param>
public sealed class Prm800kFormat(double? neutral = 1) : DatasetFormat
{
    /// <inheritdoc/>
    public override string Name => "prm800k";

    /// <inheritdoc/>
    public override string Description => "PRM800K's step labels by people, phase 1 or 2.";

    /// <summary>
    /// Reads one labelled solution. Its chosen steps are one row of labels; every completion that was not chosen is another, with no label
    /// on the steps before it, so that no rating counts twice. A step that a person wrote in place of wrong completions counts as right.
    /// </summary>
    /// <inheritdoc/>
    public override DatasetRow Read(JsonElement row, string id)
    {
        JsonElement question = row.Object("question");
        string problem = question.Text("problem").Trim();
        JsonElement label = row.Object("label");
        string outcome = label.OptionalText("finish_reason") ?? "";
        if (outcome == "bad_problem")
        {
            return new DatasetRow { ProblemTexts = [problem], Unusable = "reported as a bad problem" };
        }
        var rows = new Prm800kRows(Id(row, id), problem, neutral);
        foreach (JsonElement step in label.Array("steps"))
        {
            if (!rows.Add(step))
            {
                break;
            }
        }
        rows.End(outcome);
        string? answer = question.Find("ground_truth_answer") is null ? null : question.NumberOrText("ground_truth_answer").Trim();
        return new DatasetRow
        {
            ProblemTexts = [problem],
            Problem = answer is null ? null : new Problem { Id = Id(row, id), Text = problem, Answer = answer },
            Sft = rows.Sft,
            Labels = rows.Labels,
            Unusable = rows.Sft.Count + rows.Labels.Count == 0 ? "no rated step" : null,
        };
    }
}
