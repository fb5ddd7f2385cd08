using Tsmc.Problems;
using Tsmc.Tokenization;

namespace Tsmc.Training;

/// <summary>Cuts a row of step labels into tokens.</summary>
internal static class LabelledSolution
{
    /// <summary>The tokens, and where each step's value is read: at its blank line, or at the end of the solution.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="tokenizer">The generator's tokenizer.</param>
    /// <param name="ends">Step ends of this tokenizer.</param>
    /// <exception cref="InvalidDataException">The row is not as <see cref="StepLabelRow"/> says, or cannot be written in the vocabulary.</exception>
    public static ValueSample Cut(StepLabelRow row, string name, Tokenizer tokenizer, StepEnds ends)
    {
        if (row.Problem() is { } problem)
        {
            throw new InvalidDataException($"{name}: {problem}");
        }
        List<int> ids;
        try
        {
            ids = [.. tokenizer.Encode(row.Text)];
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{name}: {error.Message}", error);
        }
        List<int> positions = [.. ends.Positions(ids)];
        if (row.IsEos)
        {
            ids.Add(tokenizer.EosId);
        }
        // The last step of a whole solution ends at eos. A line feed more than the blank line that ends a step is no step of its own.
        if (positions.Count < row.Steps.Count)
        {
            positions.Add(ids.Count - 1);
        }
        if (positions.Count != row.Steps.Count)
        {
            throw new InvalidDataException($"{name}: the tokens end {positions.Count} steps; expected {row.Steps.Count}, one a label.");
        }
        return new ValueSample(ids, positions, row.IsCorrect) { Labels = [.. row.Labels.Select(label => (float)(label ?? double.NaN))] };
    }
}
