using Tsmc.Evaluation;
using Tsmc.Grading;
using Tsmc.Problems;

namespace Tsmc.Cli.Runs;

/// <summary>The solutions of an evaluation by method, M and seed, checked against the problems and graded by their answers.</summary>
internal sealed class SolutionSets
{
    private readonly Dictionary<(string Method, int M), IReadOnlyList<IReadOnlyList<ProblemSamples>>> _sets;

    private SolutionSets(Dictionary<(string Method, int M), IReadOnlyList<IReadOnlyList<ProblemSamples>>> sets) => _sets = sets;

    /// <summary>Number of problems, the same in every set.</summary>
    public int Problems => _sets.Values.First()[0].Count;

    /// <summary>The M of the TSMC sets, ascending.</summary>
    public IReadOnlyList<int> GroupSizes => [.. _sets.Keys.Where(set => set.Method == "tsmc").Select(set => set.M).Order()];

    /// <summary>The samples of a method at an M, a list for each seed; none when there are no such rows.</summary>
    public IReadOnlyList<IReadOnlyList<ProblemSamples>> Of(string method, int m = 1) => _sets.GetValueOrDefault((method, m), []);

    /// <summary>N at which curves are drawn: the sizes that fit the numbers of samples and the group sizes.</summary>
    public IReadOnlyList<int> Sizes => [.. _sets
        .Where(set => set.Key.Method != "greedy")
        .SelectMany(set => GroupSizes.DefaultIfEmpty(1).SelectMany(m => SizeGrid.For(set.Value[0][0].Count, m)))
        .Distinct().Order()];

    /// <summary>Reads solutions files.</summary>
    /// <param name="problemsPath">The problems.</param>
    /// <param name="files">Each file, and the one method it shall hold, or null where it may hold all.</param>
    /// <param name="grader">Says which answers are right, and which are the same.</param>
    /// <exception cref="InvalidDataException">A row fits no problem, a file holds another method, or the runs hold different problems.</exception>
    public static SolutionSets Read(string problemsPath, IEnumerable<(string Path, string? Method)> files, IGrader grader)
    {
        Problem[] problems = [.. JsonLines.Read<Problem>(problemsPath)];
        Solution[] rows = [.. files.SelectMany(file => JsonLines.Read<Solution>(file.Path).Select((row, i) => Checked(row, i, file.Path, file.Method, problems, grader)))];
        if (rows.Length == 0)
        {
            throw new InvalidDataException("There are no solutions; expected at least one row.");
        }
        var sets = rows
            .GroupBy(row => (row.Method, row.GroupSize))
            .ToDictionary(set => set.Key, set => (IReadOnlyList<IReadOnlyList<ProblemSamples>>)[.. set
                .GroupBy(row => row.Seed)
                .Select(run => ProblemSamples.FromSolutions(run, grader))]);
        int[] first = [.. sets.Values.First()[0].Select(problem => problem.ProblemIndex)];
        foreach (((string method, int m), IReadOnlyList<IReadOnlyList<ProblemSamples>> seeds) in sets)
        {
            if (seeds.FirstOrDefault(run => !run.Select(problem => problem.ProblemIndex).SequenceEqual(first)) is { } other)
            {
                throw new InvalidDataException(
                    $"The {method} rows with M = {m} are of {other.Count} problems, others of {first.Length}; expected the same problems in all (finish the runs).");
            }
        }
        return new SolutionSets(sets);
    }

    private static Solution Checked(Solution row, int index, string path, string? method, Problem[] problems, IGrader grader)
    {
        string where = $"{path}, row {index + 1}";
        if (method is not null && row.Method != method)
        {
            throw new InvalidDataException($"{where}: the method is {row.Method}; expected {method}.");
        }
        if (row.ProblemIndex < 0 || row.ProblemIndex >= problems.Length)
        {
            throw new InvalidDataException($"{where}: idx is {row.ProblemIndex}; the problems file has {problems.Length} problems.");
        }
        Problem problem = problems[row.ProblemIndex];
        if (row.Prompt != PromptFormat.Prompt(problem.Text))
        {
            throw new InvalidDataException($"{where}: the prompt is not that of problem {problem.Id}; expected solutions of this problems file.");
        }
        // The reference answers may have been mended since the samples were drawn.
        return row with { Correct = row.Answer is not null && grader.Equivalent(problem.Answer, row.Answer) };
    }
}
