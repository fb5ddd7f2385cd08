using System.Text.Json;

namespace Tsmc.Datasets;

/// <summary>Finds the problem in a row of any format that this project reads or writes.</summary>
public static class ProblemTexts
{
    private static readonly string[] Fields = ["problem", "question", "query", "original_question", "prompt", "input"];

    /// <summary>The problem's text; for MetaMath also that of the problem it was rephrased from. At least one.</summary>
    /// <exception cref="InvalidDataException">The row has no field that holds a problem; the message does not name the place.</exception>
    public static IReadOnlyList<string> Of(JsonElement row)
    {
        if (row.Find("question") is { ValueKind: JsonValueKind.Object } nested)
        {
            return [nested.Text("problem")];
        }
        string[] present = [.. Fields.Where(field => row.Find(field) is not null)];
        if (present.Length == 0)
        {
            throw new InvalidDataException($"no problem is found; expected one of the fields {string.Join(", ", Fields)}.");
        }
        return present[0] == "query" && present.Contains("original_question")
            ? [row.Text("query"), row.Text("original_question")]
            : [Bare(row.Text(present[0]), hasLabel: row.Find("label") is { ValueKind: JsonValueKind.String })];
    }

    /// <summary>The problem without the prompt around it, and without the solution that Math-Shepherd appends.</summary>
    private static string Bare(string text, bool hasLabel)
    {
        const string Head = "# Question\n\n", Tail = "\n\n# Solution";
        if (text.StartsWith(Head, StringComparison.Ordinal))
        {
            int end = text.LastIndexOf(Tail, StringComparison.Ordinal);
            return end < Head.Length ? text[Head.Length..] : text[Head.Length..end];
        }
        return hasLabel ? NumberedSteps.Problem(text) : text;
    }
}
