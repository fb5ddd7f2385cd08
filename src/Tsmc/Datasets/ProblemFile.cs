using System.Text.Json;
using Tsmc.Datasets.Formats;
using Tsmc.Problems;

namespace Tsmc.Datasets;

/// <summary>Reads the problems that solutions are judged by, from a file of any known format.</summary>
public static class ProblemFile
{
    /// <summary>
    /// The problems in the order of the file. The answer is <c>gt_answer</c>, else what follows GSM8K's <c>####</c>, else <c>answer</c>,
    /// else what the last <c>\boxed</c> of <c>solution</c> holds.
    /// </summary>
    /// <param name="path">JSON Lines, or an array.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A row is bad or has no problem or answer; the message names file and line.</exception>
    public static IReadOnlyList<Problem> Read(string path)
    {
        string stem = Path.GetFileNameWithoutExtension(path);
        return [.. RowReader.Read(path).Select(row =>
        {
            try
            {
                using JsonDocument document = row.Parse();
                return Problem(document.RootElement, $"{stem}-{row.Index:D5}");
            }
            catch (InvalidDataException error)
            {
                throw new InvalidDataException($"{row.Place}: {error.Message}", error);
            }
        })];
    }

    private static Problem Problem(JsonElement row, string id)
    {
        if (row.Find("gt_answer") is null && row.Find("answer") is { ValueKind: JsonValueKind.String } answer
            && answer.AsText("answer").Contains("####", StringComparison.Ordinal))
        {
            return new Gsm8kFormat().Read(row, id).Problem!;
        }
        string? given = row.Find("gt_answer") is not null ? row.NumberOrText("gt_answer") : row.Find("answer") is not null ? row.NumberOrText("answer") : null;
        return new Problem
        {
            Id = id,
            Text = ProblemTexts.Of(row)[0].Trim(),
            Answer = (given ?? WorkedSolution.Boxed(row.OptionalText("solution") ?? ""))?.Trim()
                ?? throw new InvalidDataException("there is no answer; expected gt_answer, answer, or a solution with \\boxed."),
        };
    }
}
