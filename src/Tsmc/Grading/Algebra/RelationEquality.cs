using System.Numerics;

namespace Tsmc.Grading.Algebra;

/// <summary>Equations and inequalities: a name and its value, an interval in other words, or the same relation rearranged.</summary>
internal static class RelationEquality
{
    /// <summary>Compares two relations.</summary>
    public static Verdict Compare(Relation one, Relation other, Work work)
    {
        if (Value(one) is { } value && Value(other) is { } otherValue && Equality.Compare(value, otherValue, work) is { Correct: true } verdict)
        {
            return verdict;
        }
        if ((Interval(one) ?? Value(one), Interval(other) ?? Value(other)) is (Expression interval, Expression otherInterval)
            && (interval is Sequence || otherInterval is Sequence))
        {
            return Equality.Compare(interval, otherInterval, work);
        }
        return (Difference(one), Difference(other)) is ({ } left, { } right)
            ? left.Sign == right.Sign ? Multiples(left.Expression, right.Expression, left.Sign is "=" or "≠", work) : new(false, "different relations")
            : Chains(one, other, work);
    }

    /// <summary>Compares a relation with an answer that is none: the value that it names, or the interval that it describes.</summary>
    public static Verdict Against(Relation relation, Expression answer, Work work)
    {
        Expression? said = Value(relation) ?? Interval(relation);
        return said is null ? new(false, "a relation against a value") : Equality.Compare(said, answer, work);
    }

    /// <summary>What <c>x = 5</c>, <c>k = 1 + 1 = 2</c>, <c>x ≈ 11</c> or <c>x ∈ [0, 1)</c> say that the name is; null for other relations.</summary>
    private static Expression? Value(Relation relation)
    {
        // What follows the first ≈ is a rounding of what stands before it, unless only a name does.
        int rounding = Enumerable.Range(1, relation.Signs.Count - 1).FirstOrDefault(i => relation.Signs[i] == "≈", relation.Signs.Count);
        Expression[] sides = [.. relation.Sides.Take(rounding + 1)];
        if (relation.Signs.Take(rounding).Any(sign => sign is not ("=" or "≈" or "∈")))
        {
            return null;
        }
        bool says = sides.Any(IsName) || sides.All(IsConstant);
        return says ? sides.LastOrDefault(side => !IsName(side)) ?? sides[^1] : null;
    }

    private static bool IsConstant(Expression expression) => expression switch
    {
        Number => true,
        Sum sum => sum.Terms.All(IsConstant),
        Product product => product.Factors.All(IsConstant),
        Quotient quotient => IsConstant(quotient.Numerator) && IsConstant(quotient.Denominator),
        Negative negative => IsConstant(negative.Operand),
        Power power => IsConstant(power.Base) && IsConstant(power.Exponent),
        Call call => call.Arguments.All(IsConstant),
        _ => false,
    };

    /// <summary>Whether an expression can name a value: a variable, f(x), |AB|, NO/BO, A:B, (p, q).</summary>
    private static bool IsName(Expression expression) => expression switch
    {
        Symbol symbol => symbol.Name is not ("pi" or "e" or "i" or "infinity" or "emptyset") && !char.IsAsciiDigit(symbol.Name[0]),
        Call { Function: "abs" or "f" or "g" or "h" } call => call.Arguments.All(argument => IsName(argument) || argument is Number),
        Product product => product.Factors.All(IsName),
        Quotient quotient => IsName(quotient.Numerator) && IsName(quotient.Denominator),
        Ratio ratio => ratio.Sides.All(IsName),
        Sequence sequence => sequence.Elements.All(IsName),
        Words => true,
        _ => false,
    };

    /// <summary>The interval that <c>x &gt; 2</c> or <c>0 &lt; x ≤ 1</c> describe; null for other relations.</summary>
    private static Sequence? Interval(Relation relation)
    {
        Relation upward = Upward(relation);
        if (upward.Signs.Any(sign => sign is not ("<" or "≤")))
        {
            return null;
        }
        char Open(string sign) => sign == "<" ? '(' : '[';
        char Close(string sign) => sign == "<" ? ')' : ']';
        return upward switch
        {
            { Sides: [Expression low, Expression name, Expression high], Signs: [string left, string right] } when IsName(name) =>
                new(Open(left), Close(right), [low, high]),
            { Sides: [Expression name, Expression high], Signs: [string sign] } when IsName(name) && !IsName(high) =>
                new('(', Close(sign), [new Negative(Symbol.Infinity), high]),
            { Sides: [Expression low, Expression name], Signs: [string sign] } when IsName(name) && !IsName(low) =>
                new(Open(sign), ')', [low, Symbol.Infinity]),
            _ => null,
        };
    }

    /// <summary>The same relation with its smaller side first.</summary>
    private static Relation Upward(Relation relation) => relation.Signs.All(sign => sign is ">" or "≥")
        ? new([.. relation.Sides.Reverse()], [.. relation.Signs.Reverse().Select(sign => sign == ">" ? "<" : "≤")])
        : relation;

    /// <summary>One relation of two sides as left minus right; null for chains and membership.</summary>
    private static (string Sign, Expression Expression)? Difference(Relation relation) =>
        Upward(relation) is { Sides: [Expression left, Expression right], Signs: [string sign] } && sign is "=" or "≠" or "<" or "≤"
            ? (sign, new Sum([left, new Negative(right)]))
            : null;

    /// <summary>Whether one expression is the other times a constant, of either sign or a positive one.</summary>
    private static Verdict Multiples(Expression one, Expression other, bool eitherSign, Work work)
    {
        Complex? ratio = null;
        int agreed = 0;
        for (int point = 0; point < Probe.Points; point++)
        {
            var probe = new Probe(point, work);
            Complex x = probe.Value(one), y = probe.Value(other);
            if (Complex.IsNaN(x) || Complex.IsNaN(y) || (Complex.Abs(x) < 1e-12 && Complex.Abs(y) < 1e-12))
            {
                continue;
            }
            Complex here = x / y;
            if (!Complex.IsFinite(here) || !AlgebraicEquality.Close(here, ratio ?? here) || Math.Abs(here.Imaginary) > 1e-9 || (!eitherSign && here.Real <= 0))
            {
                return new(false, "different relations");
            }
            ratio ??= here;
            agreed++;
        }
        return agreed >= 3 && !work.IsSpent ? new(true, "equal up to a factor") : new(false, "not decided: no value");
    }

    private static Verdict Chains(Relation one, Relation other, Work work)
    {
        (one, other) = (Upward(one), Upward(other));
        return one.Signs.SequenceEqual(other.Signs) ? Equality.Ordered(one.Sides, other.Sides, work) : new(false, "different relations");
    }
}
