using System.Text.Json;
using Microsoft.Data.Analysis;
using Tsmc.Datasets;
using Tsmc.Grading;
using Tsmc.Problems;

namespace Tsmc.Evaluation;

/// <summary>Grades many answers: those of a JSON Lines file or of a data frame.</summary>
public static class AnswerGrading
{
    private const int BadRowsKept = 20;

    /// <summary>
    /// Reads rows with <c>gold</c> and <c>given</c> (text or a number; a missing or null <c>given</c> is no answer) and writes each with
    /// <c>correct</c> and <c>reason</c> added, its other fields kept. Rows are read, graded and written one by one; the output is renamed
    /// into its place when it is whole.
    /// </summary>
    /// <param name="input">JSON Lines file to read.</param>
    /// <param name="output">JSON Lines file to write.</param>
    /// <param name="grader">Decides.</param>
    /// <param name="skipBad">Leave out rows that cannot be read instead of stopping at the first.</param>
    /// <param name="progress">Told the share of the input that is read, in [0, 1].</param>
    /// <param name="ct">Stops the work; the output is then not there.</param>
    /// <exception cref="FileNotFoundException">The input is not there.</exception>
    /// <exception cref="InvalidDataException">A row cannot be read, and <paramref name="skipBad"/> is false.</exception>
    public static AnswerGradingReport File(
        string input, string output, IGrader grader, bool skipBad = false, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(grader);
        long length = System.IO.File.Exists(input) ? Math.Max(1, new FileInfo(input).Length) : 1;
        int graded = 0, correct = 0, bad = 0;
        var sentences = new List<string>();
        IEnumerable<JsonElement> Rows()
        {
            foreach (SourceRow row in RowReader.Read(input, position => progress?.Report((double)position / length)))
            {
                ct.ThrowIfCancellationRequested();
                (bool Correct, JsonElement Row)? done = null;
                try
                {
                    using JsonDocument document = row.Parse();
                    done = Graded(document.RootElement, grader);
                }
                catch (InvalidDataException error)
                {
                    string sentence = $"{row.Place}: {error.Message}";
                    if (!skipBad)
                    {
                        throw new InvalidDataException(sentence, error);
                    }
                    bad++;
                    if (sentences.Count < BadRowsKept)
                    {
                        sentences.Add(sentence);
                    }
                }
                if (done is { } verdict)
                {
                    graded++;
                    correct += verdict.Correct ? 1 : 0;
                    yield return verdict.Row;
                }
            }
        }
        JsonLines.Write(output, Rows());
        return new() { Graded = graded, Correct = correct, Bad = bad, BadRows = sentences };
    }

    /// <summary>A copy of a frame with the columns <c>correct</c> and <c>reason</c> added, or replaced.</summary>
    /// <param name="frame">Has text columns <c>gold</c> and <c>given</c>; an empty cell of <c>given</c> is no answer.</param>
    /// <param name="grader">Decides.</param>
    /// <exception cref="ArgumentException">A column is missing, or a cell of <c>gold</c> is empty.</exception>
    public static DataFrame Frame(DataFrame frame, IGrader grader)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(grader);
        DataFrame graded = frame.Clone();
        Verdict[] verdicts = [.. Cells(graded, "gold").Zip(Cells(graded, "given"), (gold, given) => Judge(
            gold ?? throw new ArgumentException("the frame has an empty cell in gold; expected a reference answer in each.", nameof(frame)), given, grader))];
        foreach (string name in (string[])["correct", "reason"])
        {
            if (graded.Columns.IndexOf(name) >= 0)
            {
                graded.Columns.Remove(name);
            }
        }
        graded.Columns.Add(new BooleanDataFrameColumn("correct", verdicts.Select(verdict => verdict.Correct)));
        graded.Columns.Add(new StringDataFrameColumn("reason", verdicts.Select(verdict => verdict.Reason)));
        return graded;
    }

    private static IEnumerable<string?> Cells(DataFrame frame, string name) => frame.Columns.IndexOf(name) >= 0
        ? frame.Columns[name].Cast<object?>().Select(cell => Convert.ToString(cell, System.Globalization.CultureInfo.InvariantCulture))
            .Select(text => string.IsNullOrEmpty(text) ? null : text)
        : throw new ArgumentException($"the frame has no column {name}; expected the columns gold and given.", nameof(frame));

    private static Verdict Judge(string gold, string? given, IGrader grader) => given is null ? new(false, "no answer") : grader.Grade(gold, given);

    private static (bool Correct, JsonElement Row) Graded(JsonElement row, IGrader grader)
    {
        string gold = row.NumberOrText("gold");
        string? given = row.TryGetProperty("given", out JsonElement answer) && answer.ValueKind == JsonValueKind.Number
            ? answer.GetRawText()
            : row.OptionalText("given");
        Verdict verdict = Judge(gold, given, grader);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new() { Encoder = JsonLines.Format.Encoder }))
        {
            writer.WriteStartObject();
            foreach (JsonProperty field in row.EnumerateObject().Where(field => field.Name is not ("correct" or "reason")))
            {
                field.WriteTo(writer);
            }
            writer.WriteBoolean("correct", verdict.Correct);
            writer.WriteString("reason", verdict.Reason);
            writer.WriteEndObject();
        }
        using JsonDocument written = JsonDocument.Parse(bytes.ToArray());
        return (verdict.Correct, written.RootElement.Clone());
    }
}
