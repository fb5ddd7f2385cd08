namespace Tsmc.Problems.Arithmetic;

/// <summary>Writes moves down as the steps of a solution.</summary>
internal static class SolutionWriter
{
    /// <summary>The solution's text, and for each mistake of the moves the step that makes it.</summary>
    /// <param name="problem">Gives the start and the final split.</param>
    /// <param name="moves">The changes of the total, in the order to be written; writable (<see cref="Move.IsWritable"/>).</param>
    /// <param name="productsFirst">Whether all products come before the first sum, else each comes just before its use.</param>
    /// <param name="commute">Asked once for every + and *: whether to exchange its operands.</param>
    internal static (string Text, IReadOnlyList<AnnotatorMistake> Mistakes) Write(
        ArithmeticProblem problem, IReadOnlyList<Move> moves, bool productsFirst, Func<bool> commute)
    {
        var steps = new List<string>();
        var mistakes = new List<AnnotatorMistake>();
        if (productsFirst)
        {
            steps.AddRange(moves.Where(move => move.Count is not null).Select(move => Product(move, commute)));
        }
        int total = problem.Start;
        foreach (Move move in moves)
        {
            if (move.Count is not null && !productsFirst)
            {
                steps.Add(Product(move, commute));
            }
            mistakes.AddRange(move.Mistakes.Select(kind => new AnnotatorMistake(kind, steps.Count)));
            int next = total + move.Sign * move.Amount;
            steps.Add(
                move.Sign < 0 ? $"{total}-{move.Amount}={next}"
                : commute() ? $"{move.Amount}+{total}={next}"
                : $"{total}+{move.Amount}={next}");
            total = next;
        }
        if (problem.Share is int share)
        {
            steps.Add($"{total}/{share}={total / share}");
            total /= share;
        }
        return (PromptFormat.Solution(steps, total.ToString()), mistakes);
    }

    private static string Product(Move move, Func<bool> commute) =>
        commute() ? $"{move.Units}*{move.Count}={move.Amount}" : $"{move.Count}*{move.Units}={move.Amount}";
}
