namespace Tsmc.Grading.Algebra;

/// <summary>
/// Whether two answers mean the same: it takes both apart by kind, list by list and side by side, until expressions with a value are
/// left, which <see cref="AlgebraicEquality"/> compares. It is symmetric.
/// </summary>
internal static class Equality
{
    /// <summary>Compares two answers.</summary>
    public static Verdict Compare(Expression gold, Expression given, Work work)
    {
        if (!work.Step())
        {
            return new(false, "not decided: too much work");
        }
        return (Signs.Spread(MatrixAlgebra.Reduce(gold)), Signs.Spread(MatrixAlgebra.Reduce(given))) switch
        {
            (Relation one, Relation other) => RelationEquality.Compare(one, other, work),
            (Relation one, var other) => RelationEquality.Against(one, other, work),
            (var one, Relation other) => RelationEquality.Against(other, one, work),
            (Percent one, Percent other) => Compare(one.Operand, other.Operand, work),
            (Percent one, var other) => WithPercent(one, other, work),
            (var one, Percent other) => WithPercent(other, one, work),
            (Words one, Words other) => new(one.Text == other.Text, one.Text == other.Text ? "equal words" : "different words"),
            (Collection one, Collection other) => Unordered(one.Elements, other.Elements, "elements", work),
            (Collection { Elements: [Expression only] }, var other) => Compare(only, other, work),
            (var one, Collection { Elements: [Expression only] }) => Compare(one, only, work),
            (Sequence one, Collection { Loose: true } other) => Ordered(one.Elements, other.Elements, work),
            (Collection { Loose: true } one, Sequence other) => Ordered(one.Elements, other.Elements, work),
            (Sequence one, Sequence other) => one.Open != other.Open || one.Close != other.Close
                ? new(false, "different brackets")
                : Ordered(one.Elements, other.Elements, work),
            (SetOperation one, SetOperation other) => Sets(one, other, work),
            (Ratio one, Ratio other) => Ordered(one.Sides, other.Sides, work),
            (Matrix one, Matrix other) => Matrices(one, other, work),
            (Symbol { Name: "infinity" or "emptyset" } one, Symbol other) => Named(one, other),
            (Negative { Operand: Symbol { Name: "infinity" } }, Negative { Operand: Symbol { Name: "infinity" } }) => new(true, "both minus infinity"),
            var (one, other) when IsStructure(one) || IsStructure(other) => new(false, "different kinds of answer"),
            var (one, other) => AlgebraicEquality.Compare(one, other, work),
        };
    }

    /// <summary>Whether each element of one list has its equal in the other; an element named twice counts once.</summary>
    public static Verdict Unordered(IReadOnlyList<Expression> one, IReadOnlyList<Expression> other, string what, Work work)
    {
        bool Holds(IReadOnlyList<Expression> list, Expression element) => list.Any(candidate => Compare(candidate, element, work).Correct);
        if (one.Count > 100 || other.Count > 100)
        {
            return new(false, "not decided: more than 100 elements");
        }
        return one.All(element => Holds(other, element)) && other.All(element => Holds(one, element))
            ? new(true, $"equal {what} in any order")
            : new(false, $"different {what}");
    }

    /// <summary>Whether the elements are equal one by one.</summary>
    public static Verdict Ordered(IReadOnlyList<Expression> one, IReadOnlyList<Expression> other, Work work)
    {
        if (one.Count != other.Count)
        {
            return new(false, $"{one.Count} elements against {other.Count}");
        }
        for (int i = 0; i < one.Count; i++)
        {
            Verdict verdict = Compare(one[i], other[i], work);
            if (!verdict.Correct)
            {
                return new(false, $"element {i + 1}: {verdict.Reason}");
            }
        }
        return new(true, "equal elements");
    }

    private static Verdict WithPercent(Percent percent, Expression other, Work work)
    {
        Verdict bare = Compare(percent.Operand, other, work);
        return bare.Correct ? bare : Compare(new Quotient(percent.Operand, new Number(100)), other, work);
    }

    private static Verdict Sets(SetOperation one, SetOperation other, Work work)
    {
        if (one.Sign != other.Sign)
        {
            return new(false, "different set operations");
        }
        return one.Sign == '∖'
            ? Ordered([one.Left, one.Right], [other.Left, other.Right], work)
            : Unordered([.. Parts(one, one.Sign)], [.. Parts(other, one.Sign)], "sets", work);
    }

    private static IEnumerable<Expression> Parts(Expression expression, char sign)
    {
        // Unions lean to the left: a loop instead of a recursion.
        while (expression is SetOperation { Sign: var found } operation && found == sign)
        {
            yield return operation.Right;
            expression = operation.Left;
        }
        yield return expression;
    }

    private static Verdict Matrices(Matrix one, Matrix other, Work work)
    {
        bool sameShape = one.Rows.Select(row => row.Count).SequenceEqual(other.Rows.Select(row => row.Count));
        return sameShape
            ? Ordered([.. one.Rows.SelectMany(row => row)], [.. other.Rows.SelectMany(row => row)], work)
            : new(false, "different shapes");
    }

    private static Verdict Named(Symbol one, Symbol other) => one == other ? new(true, "equal symbols") : new(false, "different symbols");

    private static bool IsStructure(Expression expression) =>
        expression is Relation or Words or Collection or Sequence or SetOperation or Ratio or Matrix;
}
