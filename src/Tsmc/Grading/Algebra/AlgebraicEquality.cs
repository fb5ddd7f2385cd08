using System.Numerics;

namespace Tsmc.Grading.Algebra;

/// <summary>
/// Whether two expressions have the same value: by exact arithmetic where both are rational numbers, else by their values at several
/// points. Two different expressions of moderate size agree at random points with a probability that is practically 0.
/// </summary>
internal static class AlgebraicEquality
{
    private const double Relative = 1e-10;

    // Where terms cancel, what is left of their rounding errors.
    private const double Absolute = 1e-13;

    /// <summary>Decimals so long that they are meant as the number they were computed from: 0.0833333333333333 for 1/12.</summary>
    private const int FullPrecision = 12;

    /// <summary>Compares two expressions of numbers, variables and functions.</summary>
    public static Verdict Compare(Expression gold, Expression given, Work work)
    {
        if (ExactValue.Of(gold, work) is { } one && ExactValue.Of(given, work) is { } other)
        {
            bool equal = one == other;
            return equal || (LongDecimal(gold, given) && Close(one.ToDouble(), other.ToDouble(), 1e-12))
                ? new(true, $"equal numbers {one} {(equal ? "=" : "≈")} {other}")
                : new(false, $"different numbers {one} ≠ {other}");
        }
        int agreed = 0;
        double tolerance = LongDecimal(gold, given) ? 1e-12 : Relative;
        for (int point = 0; point < Probe.Points; point++)
        {
            var probe = new Probe(point, work);
            Complex x = probe.Value(gold), y = probe.Value(given);
            if (Complex.IsNaN(x) || Complex.IsNaN(y))
            {
                continue;
            }
            if (!Close(x, y, tolerance))
            {
                return new(false, "different values");
            }
            agreed++;
        }
        return work.IsSpent ? new(false, "not decided: too much work")
            : agreed < 3 ? new(false, "not decided: no value")
            : new(true, $"equal values at {agreed} points");
    }

    /// <summary>Whether two values are equal up to the rounding of double precision.</summary>
    public static bool Close(Complex one, Complex other, double relative = Relative) =>
        Complex.Abs(one - other) <= Math.Max(relative * Math.Max(Complex.Abs(one), Complex.Abs(other)), Absolute);

    private static bool LongDecimal(Expression gold, Expression given) =>
        gold is Number { Decimals: >= FullPrecision } || given is Number { Decimals: >= FullPrecision };
}
