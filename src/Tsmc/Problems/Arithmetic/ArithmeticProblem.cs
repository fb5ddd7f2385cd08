using System.Text.Json.Serialization;

namespace Tsmc.Problems.Arithmetic;

/// <summary>
/// A word problem together with the story it tells. As a JSON row it carries every field of <see cref="Problems.Problem"/>, so that one
/// file serves readers of either type; the story's fields stand beside them, and the checker needs no seed to get at them.
/// </summary>
public sealed record ArithmeticProblem
{
    /// <summary>A stable name, for example <c>test-00017</c>.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>The problem as a person would read it.</summary>
    [JsonPropertyName("problem")]
    public required string Text { get; init; }

    /// <summary>The reference answer, computed from the story.</summary>
    [JsonPropertyName("answer")]
    public string Answer => FinalTotal.ToString();

    /// <summary>A worked solution without mistakes, in the order told.</summary>
    [JsonPropertyName("solution")]
    public string Solution => SolutionWriter.Write(this, Move.Told(this), productsFirst: false, commute: () => false).Text;

    /// <summary>The person the story is about.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>What is counted, in the plural.</summary>
    [JsonPropertyName("object")]
    public required string Object { get; init; }

    /// <summary>What the objects come in, in the plural.</summary>
    [JsonPropertyName("container")]
    public required string Container { get; init; }

    /// <summary>Number of objects at first.</summary>
    [JsonPropertyName("start")]
    public required int Start { get; init; }

    /// <summary>The events, in the order told.</summary>
    [JsonPropertyName("events")]
    public required IReadOnlyList<ArithmeticEvent> Events { get; init; }

    /// <summary>The sentences that do not matter, in the order told.</summary>
    [JsonPropertyName("distractors")]
    public required IReadOnlyList<Distractor> Distractors { get; init; }

    /// <summary>Into how many equal parts the total is split at the end, or null when it is not.</summary>
    [JsonPropertyName("share")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Share { get; init; }

    /// <summary>The answer as a number.</summary>
    [JsonIgnore]
    public int FinalTotal => (Start + Events.Sum(e => e.Change)) / (Share ?? 1);

    /// <summary>The row without the story.</summary>
    public Problem ToProblem() => new() { Id = Id, Text = Text, Answer = Answer, Solution = Solution };

    /// <summary>
    /// A row of fine-tuning data: the whole of <paramref name="solution"/> as the output, ended by the end-of-sequence token.
    /// </summary>
    public SftRow ToSftRow(string solution) => new() { Input = Text, Output = solution, IsEos = true };

    /// <summary>The problems of a file that <see cref="ArithmeticData"/> wrote.</summary>
    /// <param name="path">A JSON Lines file.</param>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">A row lacks a field of the story, or its numbers make no story.</exception>
    public static IEnumerable<ArithmeticProblem> Read(string path)
    {
        foreach (ArithmeticProblem problem in JsonLines.Read<ArithmeticProblem>(path))
        {
            if (problem.Share is < 1 || problem.Start < 0 || problem.Events.Any(e => e.Units < 0 || e.Count is < 1))
            {
                throw new InvalidDataException(
                    $"{path}, problem {problem.Id}: start and units must be at least 0, count and share at least 1.");
            }
            yield return problem;
        }
    }
}
