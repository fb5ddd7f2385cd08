namespace Tsmc.Problems.Arithmetic;

/// <summary>One change of the total as a solution counts it, rightly or by mistake.</summary>
/// <param name="Sign">+1 to add, -1 to take away.</param>
/// <param name="Count">Number of containers when a product comes first, else null.</param>
/// <param name="Units">The number added or taken, or the number in each container.</param>
/// <param name="Mistakes">The mistakes that made the move what it is.</param>
internal sealed record Move(int Sign, int? Count, int Units, IReadOnlyList<MistakeKind> Mistakes)
{
    internal int Amount => (Count ?? 1) * Units;

    /// <summary>The moves of a problem as told, without a mistake.</summary>
    internal static IReadOnlyList<Move> Told(ArithmeticProblem problem) => Told(problem, []);

    /// <summary>The moves of a problem as told, with the given mistakes.</summary>
    internal static IReadOnlyList<Move> Told(ArithmeticProblem problem, IReadOnlyCollection<Misreading> misreadings)
    {
        var moves = new List<Move>();
        for (int i = 0; i < problem.Events.Count; i++)
        {
            for (int d = 0; d < problem.Distractors.Count; d++)
            {
                if (problem.Distractors[d].Before == i && misreadings.Contains(new(MistakeKind.CountDistractor, d)))
                {
                    moves.Add(new(+1, null, problem.Distractors[d].Number, [MistakeKind.CountDistractor]));
                }
            }
            moves.Add(Happening(problem.Events[i], i, misreadings));
        }
        return moves;
    }

    /// <summary>Whether every running total stays within 0..99, the numbers a solution may write.</summary>
    internal static bool IsWritable(int start, IEnumerable<Move> moves)
    {
        int total = start;
        foreach (Move move in moves)
        {
            total += move.Sign * move.Amount;
            if (total is < 0 or > 99)
            {
                return false;
            }
        }
        return true;
    }

    private static Move Happening(ArithmeticEvent happening, int index, IReadOnlyCollection<Misreading> misreadings)
    {
        var mistakes = new List<MistakeKind>();
        int sign = happening.Kind == EventKind.Gain ? +1 : -1;
        (int? count, int units) = (happening.Count, happening.Units);
        if (misreadings.Contains(new(MistakeKind.FlipLoss, index)))
        {
            mistakes.Add(MistakeKind.FlipLoss);
            sign = +1;
        }
        if (misreadings.Contains(new(MistakeKind.IgnoreEach, index)))
        {
            mistakes.Add(MistakeKind.IgnoreEach);
            // Which of the two numbers is taken for the amount hangs on the wording, so that the mistake is systematic.
            bool takesUnits = happening.EachCue is "with in each" or "that hold each";
            (count, units) = (null, takesUnits ? happening.Units : happening.Count!.Value);
        }
        return new(sign, count, units, mistakes);
    }
}
