using System.Numerics;

namespace Tsmc.Grading.Algebra;

/// <summary>The exact value of an expression that is a rational number.</summary>
internal static class ExactValue
{
    private const int MaxFactorial = 1000;

    /// <summary>The value, or null when the expression is not rational, has variables, is undefined or too long to compute.</summary>
    public static Rational? Of(Expression expression, Work work)
    {
        if (!work.Step())
        {
            return null;
        }
        return expression switch
        {
            Number number => number.Value,
            Negative negative => Of(negative.Operand, work)?.Times(-1),
            Sum sum => Fold(sum.Terms, 0, (total, term) => total.Plus(term), work),
            Product product => Fold(product.Factors, 1, (total, factor) => total.Times(factor), work),
            Quotient quotient => Of(quotient.Numerator, work) is { } over && Of(quotient.Denominator, work) is { } under ? over.Over(under) : null,
            Power power => Of(power.Base, work) is { } root && Of(power.Exponent, work) is { } exponent ? Raise(root, exponent) : null,
            Call { Function: "root" } root => Of(root.Arguments[0], work) is { } radicand
                ? root.Arguments.Count == 1 ? Root(radicand, 2) : Of(root.Arguments[1], work) is { IsInteger: true } index ? Root(radicand, index.Numerator) : null
                : null,
            Call call => Values(call.Arguments, work) is { } values ? Apply(call.Function, values) : null,
            _ => null,
        };
    }

    private static Rational? Fold(IReadOnlyList<Expression> operands, Rational start, Func<Rational, Rational, Rational?> combine, Work work)
    {
        Rational? total = start;
        foreach (Expression operand in operands)
        {
            total = total is { } sum && Of(operand, work) is { } value ? combine(sum, value) : null;
            if (total is null)
            {
                return null;
            }
        }
        return total;
    }

    private static Rational[]? Values(IReadOnlyList<Expression> arguments, Work work)
    {
        var values = new Rational[arguments.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (Of(arguments[i], work) is not { } value)
            {
                return null;
            }
            values[i] = value;
        }
        return values;
    }

    private static Rational? Raise(Rational root, Rational exponent) => exponent.IsInteger
        ? root.Raised(exponent.Numerator)
        : Root(root, exponent.Denominator)?.Raised(exponent.Numerator);

    /// <summary>The root where it is rational.</summary>
    private static Rational? Root(Rational radicand, BigInteger index)
    {
        if (index < 2 || index > 64 || (radicand.Numerator.Sign < 0 && index.IsEven))
        {
            return null;
        }
        if (radicand.Numerator.Sign < 0)
        {
            return Root(radicand.Times(-1)!.Value, index)?.Times(-1);
        }
        return Root(radicand.Numerator, (int)index) is { } over && Root(radicand.Denominator, (int)index) is { } under
            ? Rational.Of(over, under)
            : null;
    }

    private static BigInteger? Root(BigInteger radicand, int index)
    {
        if (radicand.GetBitLength() > 1000)
        {
            return null;
        }
        var guess = new BigInteger(Math.Round(Math.Exp(BigInteger.Log(radicand) / index)));
        for (int step = 0; step < 64 && !radicand.IsZero; step++)
        {
            // Newton's method from a guess that is right to 15 digits.
            BigInteger next = (((index - 1) * guess) + (radicand / BigInteger.Pow(guess, index - 1))) / index;
            if (next == guess)
            {
                break;
            }
            guess = next;
        }
        return radicand.IsZero ? radicand : BigInteger.Pow(guess, index) == radicand ? guess : null;
    }

    private static Rational? Apply(string function, Rational[] arguments) => (function, arguments) switch
    {
        ("abs", [Rational one]) => Rational.Of(BigInteger.Abs(one.Numerator), one.Denominator),
        ("floor", [Rational one]) => Rational.Of(Floor(one), 1),
        ("ceil", [Rational one]) => Rational.Of(-Floor(one.Times(-1)!.Value), 1),
        ("factorial", [{ IsInteger: true } one]) when one.Numerator.Sign >= 0 && one.Numerator <= MaxFactorial => Falling(one.Numerator, (int)one.Numerator),
        ("binom", [{ IsInteger: true } one, { IsInteger: true } other]) when other.Numerator.Sign >= 0 && other.Numerator <= MaxFactorial =>
            Falling(one.Numerator, (int)other.Numerator) is { } over && Falling(other.Numerator, (int)other.Numerator) is { } under ? over.Over(under) : null,
        ("max", [_, ..]) => arguments.MaxBy(value => value, Comparer<Rational>.Create(Compare)),
        ("min", [_, ..]) => arguments.MinBy(value => value, Comparer<Rational>.Create(Compare)),
        ("gcd", [{ IsInteger: true } one, { IsInteger: true } other]) => Rational.Of(BigInteger.GreatestCommonDivisor(one.Numerator, other.Numerator), 1),
        _ => null,
    };

    private static BigInteger Floor(Rational value)
    {
        BigInteger quotient = BigInteger.DivRem(value.Numerator, value.Denominator, out BigInteger rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The product n (n-1) … of <paramref name="count"/> factors.</summary>
    private static Rational? Falling(BigInteger n, int count)
    {
        Rational? product = 1;
        for (int i = 0; i < count && product is { } value; i++)
        {
            product = Rational.Of(value.Numerator * (n - i), 1);
        }
        return product;
    }

    private static int Compare(Rational one, Rational other) =>
        (one.Numerator * other.Denominator).CompareTo(other.Numerator * one.Denominator);
}
