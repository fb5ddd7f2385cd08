namespace Tsmc.Problems.Arithmetic;

/// <summary>Writes the arithmetic world's data files: problems of each split and fine-tuning rows.</summary>
public static class ArithmeticData
{
    /// <summary>File name of the fine-tuning rows.</summary>
    public const string SftFile = "sft.jsonl";

    /// <summary>File name of a split's problems: <c>train.jsonl</c>, <c>valid.jsonl</c> or <c>test.jsonl</c>.</summary>
    public static string ProblemFile(ProblemSplit split) => ArithmeticWorld.Prefix(split) + ".jsonl";

    /// <summary>
    /// Writes <c>train.jsonl</c>, <c>valid.jsonl</c>, <c>test.jsonl</c> (rows of <see cref="ArithmeticProblem"/>, readable as
    /// <see cref="Problem"/> too) and <c>sft.jsonl</c> (<see cref="SftRow"/>). Each file appears whole or not at all.
    /// </summary>
    /// <param name="folder">Where to; made when it is not there.</param>
    /// <param name="world">Source of the problems.</param>
    /// <param name="annotator">Writes the noisy rows; the clean ones follow its styles without its mistakes.</param>
    /// <param name="options">How many rows.</param>
    /// <param name="progress">Told the number of rows written so far, every 1000.</param>
    /// <param name="cancellation">Stops between two rows.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static void Write(
        string folder, ArithmeticWorld world, Annotator annotator, ArithmeticDataOptions options,
        IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        options.Validate();
        int written = 0;
        IEnumerable<T> Watched<T>(IEnumerable<T> rows)
        {
            foreach (T row in rows)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return row;
                if (++written % 1000 == 0)
                {
                    progress?.Report(written);
                }
            }
        }
        foreach ((ProblemSplit split, int count) in new[]
        {
            (ProblemSplit.Train, options.TrainProblems),
            (ProblemSplit.Validation, options.ValidationProblems),
            (ProblemSplit.Test, options.TestProblems),
        })
        {
            JsonLines.Write(Path.Combine(folder, ProblemFile(split)), Watched(world.Problems(split, count)));
        }
        var clean = new Annotator(
            annotator.Options with { Hasty = AnnotatorOptions.None.Hasty, Careful = AnnotatorOptions.None.Careful },
            annotator.Seed);
        JsonLines.Write(Path.Combine(folder, SftFile), Watched(
            SftRows(world, clean, 0, options.CleanRows).Concat(SftRows(world, annotator, options.CleanRows, options.NoisyRows))));
    }

    /// <summary>Fine-tuning rows, one for each training problem from <paramref name="first"/> on.</summary>
    public static IEnumerable<SftRow> SftRows(ArithmeticWorld world, Annotator annotator, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            ArithmeticProblem problem = world.Problem(ProblemSplit.Train, i);
            yield return problem.ToSftRow(annotator.Annotate(problem).Text);
        }
    }
}
