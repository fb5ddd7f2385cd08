using System.Text.Json;
using Tsmc.Problems;

namespace Tsmc.Datasets;

/// <summary>Reads sampled solutions as this project or the paper's own code writes them.</summary>
public static class SolutionFile
{
    /// <summary>
    /// The rows of a file, JSON Lines or an array: <c>idx</c>, <c>sample_idx</c>, <c>output</c>, and as far as they are there <c>prompt</c>,
    /// <c>answer</c>, <c>reward</c> and <c>value</c> (a number, or one a step), <c>group</c>, <c>m</c>, <c>log_weight</c>. A row may hold all
    /// samples of a problem: then <c>output</c> is an array, <c>answer</c>, <c>reward</c> and <c>value</c> are arrays of the same length, and
    /// there is no <c>sample_idx</c>. The paper's code pads its last batch with samples written before: of rows with the same <c>idx</c> and
    /// <c>sample_idx</c> the first counts.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The solutions, and the number of rows that were there already. Correctness is not filled in.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A row is bad; the message names file and line.</exception>
    public static (IReadOnlyList<Solution> Solutions, int Repeated) Read(string path)
    {
        var solutions = new Dictionary<(int Problem, int Sample), Solution>();
        int rows = 0;
        foreach (SourceRow row in RowReader.Read(path))
        {
            try
            {
                using JsonDocument document = row.Parse();
                foreach (Solution solution in Solutions(document.RootElement))
                {
                    rows++;
                    solutions.TryAdd((solution.ProblemIndex, solution.SampleIndex), solution);
                }
            }
            catch (InvalidDataException error)
            {
                throw new InvalidDataException($"{row.Place}: {error.Message}", error);
            }
        }
        return ([.. solutions.Values], rows - solutions.Count);
    }

    private static IEnumerable<Solution> Solutions(JsonElement row)
    {
        int problem = Index(row, "idx");
        string prompt = row.OptionalText("prompt") ?? "";
        if (row.Find("output") is not { ValueKind: JsonValueKind.Array } outputs)
        {
            yield return new Solution
            {
                ProblemIndex = problem,
                SampleIndex = Index(row, "sample_idx"),
                Prompt = prompt,
                Output = row.OptionalText("output") ?? throw new InvalidDataException("output is missing; expected text, or an array of texts."),
                Answer = row.Find("answer") is null ? null : row.NumberOrText("answer"),
                Rewards = Scores(row.Find("reward"), "reward"),
                Values = Scores(row.Find("value"), "value"),
                Group = row.OptionalInteger("group") ?? 0,
                GroupSize = row.OptionalInteger("m") ?? 1,
                LogWeight = row.Find("log_weight") is { } weight ? Number(weight, "log_weight") : null,
            };
            yield break;
        }
        JsonElement[]? Each(string field)
        {
            JsonElement[]? items = row.Find(field) is null ? null : [.. row.Array(field)];
            return items is null || items.Length == outputs.GetArrayLength()
                ? items
                : throw new InvalidDataException($"{field} has {items.Length} entries for {outputs.GetArrayLength()} outputs; expected one each.");
        }
        (JsonElement[]? answers, JsonElement[]? rewards, JsonElement[]? values) = (Each("answer"), Each("reward"), Each("value"));
        foreach ((int i, JsonElement output) in outputs.EnumerateArray().Index())
        {
            yield return new Solution
            {
                ProblemIndex = problem,
                SampleIndex = i,
                Prompt = prompt,
                Output = output.AsText("output"),
                Answer = answers?[i] is { ValueKind: not JsonValueKind.Null } answer ? answer.AsText("answer") : null,
                Rewards = Scores(rewards?[i], "reward"),
                Values = Scores(values?[i], "value"),
            };
        }
    }

    private static int Index(JsonElement row, string field) => row.OptionalInteger(field) switch
    {
        null => throw new InvalidDataException($"{field} is missing; expected a whole number from 0."),
        < 0 and int wrong => throw new InvalidDataException($"{field} is {wrong}; expected a whole number from 0."),
        int index => index,
    };

    private static double[] Scores(JsonElement? scores, string field) => scores switch
    {
        null or { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.Array } all => [.. all.EnumerateArray().Select(score => Number(score, field))],
        { } one => [Number(one, field)],
    };

    private static double Number(JsonElement value, string field) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw new InvalidDataException($"{field} holds {RowFields.Name(value.ValueKind)}; expected a number, or an array with one a step.");
}
