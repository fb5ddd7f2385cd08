using System.Text.Json;
using Tsmc.Problems;

namespace Tsmc.Datasets.Formats;

/// <summary>
/// The JSON files of the paper's own code: fine-tuning rows (<c>prm800k_sft_train.json</c>: <c>input</c>, <c>output_prefix</c>,
/// <c>output</c>, <c>is_eos</c>) and problems (<c>math500_test.json</c>: <c>problem</c> or only a <c>prompt</c>, and <c>gt_answer</c>).
/// </summary>
public sealed class ReferenceFormat : DatasetFormat
{
    /// <inheritdoc/>
    public override string Name => "reference";

    /// <inheritdoc/>
    public override string Description => "The JSON files of the paper's own code: fine-tuning rows or problems with gt_answer.";

    /// <inheritdoc/>
    public override DatasetRow Read(JsonElement row, string id)
    {
        string problem = ProblemTexts.Of(row)[0].Trim();
        if (row.Find("output") is not null)
        {
            var sft = new SftRow
            {
                Input = problem,
                OutputPrefix = row.OptionalText("output_prefix") ?? "",
                Output = row.Text("output"),
                IsEos = row.Truth("is_eos"),
            };
            return new DatasetRow { ProblemTexts = [problem], Sft = [sft] };
        }
        return new DatasetRow
        {
            ProblemTexts = [problem],
            Problem = new Problem
            {
                Id = Id(row, id),
                Text = problem,
                Answer = row.NumberOrText(row.Find("gt_answer") is null ? "answer" : "gt_answer").Trim(),
            },
            IsProblem = true,
        };
    }
}
