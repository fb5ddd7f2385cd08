using System.Text.Json;
using Tsmc.Datasets.Formats;
using Tsmc.Problems;

namespace Tsmc.Datasets;

/// <summary>How the rows of a data set are read. Holds no state: rows may be read in any order and by several threads.</summary>
public abstract class DatasetFormat
{
    /// <summary>All formats, with their default settings.</summary>
    public static IReadOnlyList<DatasetFormat> All { get; } =
        [new Gsm8kFormat(), new MathFormat(), new Prm800kFormat(), new MathShepherdFormat(), new MetaMathFormat(), new ReferenceFormat()];

    /// <summary>The format's name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>One sentence about the data set.</summary>
    public abstract string Description { get; }

    /// <summary>Reads one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="id">Its name where the row gives itself none.</param>
    /// <exception cref="InvalidDataException">The row is not of this format; the message does not name the place.</exception>
    public abstract DatasetRow Read(JsonElement row, string id);

    /// <summary>The row's own name, or the given one.</summary>
    private protected static string Id(JsonElement row, string otherwise) =>
        row.Find("unique_id") is not null ? row.Text("unique_id") : row.Find("id") is not null ? row.NumberOrText("id") : otherwise;

    /// <summary>A worked solution as one fine-tuning row.</summary>
    private protected static SftRow Whole(string problem, string solution) => new() { Input = problem, Output = solution, IsEos = true };

    /// <summary>A problem with a worked solution, and that solution as a fine-tuning row.</summary>
    private protected static DatasetRow Solved(string id, string problem, IReadOnlyList<string> steps, string answer)
    {
        string solution = PromptFormat.Solution(steps, answer);
        return new()
        {
            ProblemTexts = [problem],
            Problem = new Problem { Id = id, Text = problem, Answer = answer, Solution = solution },
            IsProblem = true,
            Sft = [Whole(problem, solution)],
        };
    }
}
