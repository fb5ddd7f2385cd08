using Tsmc.Problems;
using Tsmc.Tokenization;

namespace Tsmc.Training;

/// <summary>Sampled and graded solutions in tokens, problem by problem.</summary>
public sealed class ValueDataset
{
    /// <summary>Most labelled rows that are read with one prompt at a time: the paper's number of samples a problem.</summary>
    public const int LabelledRows = 40;

    /// <summary>Keeps the samples that are short enough, and the problems that have one.</summary>
    /// <param name="problems">The problems, in any order.</param>
    /// <param name="maxLength">Most tokens of a prompt and a solution together; at least 2.</param>
    public ValueDataset(IEnumerable<ValueProblem> problems, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 2);
        var kept = new List<ValueProblem>();
        using var fingerprint = new Fingerprint();
        foreach (ValueProblem problem in problems)
        {
            List<ValueSample> samples = [.. problem.Samples.Where(sample => problem.Prompt.Count + sample.Ids.Count <= maxLength)];
            LeftOut += problem.Samples.Count - samples.Count;
            if (samples.Count == 0)
            {
                continue;
            }
            kept.Add(new ValueProblem(problem.Prompt, samples));
            fingerprint.Add(problem.Prompt);
            foreach (ValueSample sample in samples)
            {
                fingerprint.Add(sample.Ids);
                fingerprint.Add(sample.Positions);
                fingerprint.Add([sample.Correct ? 1 : 0]);
                if (sample.Labels is { } labels)
                {
                    fingerprint.Add([.. labels.Select(BitConverter.SingleToInt32Bits)]);
                }
            }
        }
        Problems = kept;
        Fingerprint = fingerprint.ToString();
    }

    /// <summary>The problems kept.</summary>
    public IReadOnlyList<ValueProblem> Problems { get; }

    /// <summary>Number of samples left out because they are too long.</summary>
    public int LeftOut { get; }

    /// <summary>SHA-256 of what is kept, in its order.</summary>
    public string Fingerprint { get; }

    /// <summary>Cuts solutions into tokens; rows of one problem are joined, whatever their order in the file.</summary>
    /// <param name="solutions">Rows of a solutions file.</param>
    /// <param name="tokenizer">The generator's tokenizer.</param>
    /// <param name="maxLength">Most tokens of a prompt and a solution together; at least 2.</param>
    /// <exception cref="InvalidDataException">
    /// A solution is empty or cannot be written in the vocabulary, or rows of one problem have different prompts.
    /// </exception>
    public static ValueDataset Of(IEnumerable<Solution> solutions, Tokenizer tokenizer, int maxLength)
    {
        var steps = new StepEnds(tokenizer);
        return new ValueDataset(
            solutions.GroupBy(solution => solution.ProblemIndex).OrderBy(group => group.Key).Select(group =>
            {
                List<Solution> rows = [.. group.OrderBy(row => row.SampleIndex)];
                if (rows.FirstOrDefault(row => row.Prompt != rows[0].Prompt) is { } other)
                {
                    throw new InvalidDataException(
                        $"Problem {group.Key}: sample {other.SampleIndex} has another prompt than sample {rows[0].SampleIndex}; "
                        + "expected the same for all.");
                }
                return new ValueProblem(
                    tokenizer.Encode(rows[0].Prompt, addBos: tokenizer.AddsBos), [.. rows.Select(row => Cut(row, tokenizer, steps))]);
            }),
            maxLength);
    }

    /// <summary>
    /// Cuts labelled solutions into tokens. Rows of one problem are put together, at most <see cref="LabelledRows"/> at a time, so that
    /// their prompt is read once.
    /// </summary>
    /// <param name="rows">Rows of a file of step labels, in any order.</param>
    /// <param name="tokenizer">The generator's tokenizer.</param>
    /// <param name="maxLength">Most tokens of a prompt and a solution together; at least 2.</param>
    /// <exception cref="InvalidDataException">
    /// A row has not one label a step, a label outside [0, 1], a step that a blank line cuts in two, or cannot be written in the vocabulary.
    /// </exception>
    public static ValueDataset Of(IEnumerable<StepLabelRow> rows, Tokenizer tokenizer, int maxLength)
    {
        var steps = new StepEnds(tokenizer);
        return new ValueDataset(
            rows.Index().GroupBy(row => row.Item.Input).SelectMany(problem => problem.Chunk(LabelledRows)).Select(part => new ValueProblem(
                tokenizer.Encode(PromptFormat.Prompt(part[0].Item.Input), addBos: tokenizer.AddsBos),
                [.. part.Select(row => LabelledSolution.Cut(row.Item, $"Row {row.Index + 1}", tokenizer, steps))])),
            maxLength);
    }

    private static ValueSample Cut(Solution row, Tokenizer tokenizer, StepEnds steps)
    {
        List<int> ids;
        try
        {
            ids = [.. tokenizer.Encode(row.Output)];
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"Problem {row.ProblemIndex}, sample {row.SampleIndex}: {error.Message}", error);
        }
        List<int> positions = [.. steps.Positions(ids)];
        if (row.Finished)
        {
            ids.Add(tokenizer.EosId);
        }
        if (ids.Count == 0)
        {
            throw new InvalidDataException(
                $"Problem {row.ProblemIndex}, sample {row.SampleIndex}: the output is empty; expected a solution.");
        }
        if (positions.Count == 0 || positions[^1] != ids.Count - 1)
        {
            positions.Add(ids.Count - 1);
        }
        return new ValueSample(ids, positions, row.Correct);
    }
}
