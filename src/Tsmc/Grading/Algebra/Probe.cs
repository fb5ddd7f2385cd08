using System.Numerics;

namespace Tsmc.Grading.Algebra;

/// <summary>
/// The numeric value of an expression at one of several fixed points: every variable gets a value that depends on its name and on the
/// point. Variables are positive at the first points and of either sign at the others.
/// </summary>
internal sealed class Probe(int point, Work work)
{
    /// <summary>Number of points.</summary>
    public const int Points = 6;

    private const int PositivePoints = 4;

    private static readonly Complex Undefined = new(double.NaN, double.NaN);

    /// <summary>The value; NaN where the expression has none, or when the work is spent.</summary>
    public Complex Value(Expression expression)
    {
        if (!work.Step())
        {
            return Undefined;
        }
        Complex value = expression switch
        {
            Number number => number.Value.ToDouble(),
            Symbol symbol => Variable(symbol.Name),
            Negative negative => -Value(negative.Operand),
            Sum sum => sum.Terms.Aggregate(Complex.Zero, (total, term) => total + Value(term)),
            Product product => product.Factors.Aggregate(Complex.One, (total, factor) => total * Value(factor)),
            Quotient quotient => Divide(Value(quotient.Numerator), Value(quotient.Denominator)),
            Power power => Raise(Value(power.Base), Value(power.Exponent)),
            Percent percent => Value(percent.Operand) / 100,
            Call call => Apply(call.Function, [.. call.Arguments.Select(Value)]),
            _ => Undefined,
        };
        return Complex.IsFinite(value) ? value : Undefined;
    }

    private Complex Variable(string name) => name switch
    {
        "pi" => Math.PI,
        "e" => Math.E,
        "i" => Complex.ImaginaryOne,
        "infinity" or "emptyset" => Undefined,
        _ => Spread(name, point) * (point >= PositivePoints && Spread(name, point + Points) < 1.4 ? -1 : 1),
    };

    /// <summary>A number between 0.4 and 2.4 that looks random and is always the same for a name and a salt.</summary>
    private static double Spread(string name, int salt)
    {
        uint hash = 2166136261u + ((uint)salt * 0x9E3779B9u);
        foreach (char sign in name)
        {
            hash = (hash ^ sign) * 16777619u;
        }
        hash = (hash ^ (hash >> 15)) * 0x85EBCA6Bu;
        return 0.4 + (2 * ((hash ^ (hash >> 13)) / 4294967296.0));
    }

    private static Complex Divide(Complex over, Complex under) => under == Complex.Zero ? Undefined : over / under;

    private static Complex Raise(Complex root, Complex exponent)
    {
        bool whole = exponent.Imaginary == 0 && Math.Abs(exponent.Real) <= 64 && exponent.Real == Math.Round(exponent.Real);
        if (!whole)
        {
            return root == Complex.Zero && exponent.Real <= 0 ? Undefined : Complex.Pow(root, exponent);
        }
        // Repeated squaring keeps real numbers real.
        Complex power = Complex.One, square = root;
        for (int rest = (int)Math.Abs(exponent.Real); rest > 0; rest >>= 1, square *= square)
        {
            power *= (rest & 1) == 1 ? square : Complex.One;
        }
        return exponent.Real < 0 ? Divide(Complex.One, power) : power;
    }

    private static Complex Apply(string function, Complex[] arguments) => (function, arguments) switch
    {
        ("root", [Complex one]) => Complex.Sqrt(one),
        ("root", [Complex one, Complex index]) => Complex.Pow(one, Divide(1, index)),
        ("abs", [Complex one]) => Complex.Abs(one),
        ("sin", [Complex one]) => Complex.Sin(one),
        ("cos", [Complex one]) => Complex.Cos(one),
        ("tan", [Complex one]) => Complex.Tan(one),
        ("cot", [Complex one]) => Divide(Complex.Cos(one), Complex.Sin(one)),
        ("sec", [Complex one]) => Divide(1, Complex.Cos(one)),
        ("csc", [Complex one]) => Divide(1, Complex.Sin(one)),
        ("arcsin", [Complex one]) => Complex.Asin(one),
        ("arccos", [Complex one]) => Complex.Acos(one),
        ("arctan", [Complex one]) => Complex.Atan(one),
        ("sinh", [Complex one]) => Complex.Sinh(one),
        ("cosh", [Complex one]) => Complex.Cosh(one),
        ("tanh", [Complex one]) => Complex.Tanh(one),
        ("exp", [Complex one]) => Complex.Exp(one),
        ("ln" or "log", [Complex one]) => Complex.Log(one),
        ("lg", [Complex one]) => Complex.Log10(one),
        ("log" or "ln", [Complex one, Complex index]) => Divide(Complex.Log(one), Complex.Log(index)),
        ("floor", [{ Imaginary: 0 } one]) => Math.Floor(one.Real),
        ("ceil", [{ Imaginary: 0 } one]) => Math.Ceiling(one.Real),
        ("factorial", [{ Imaginary: 0 } one]) => Factorial(one.Real),
        ("binom", [{ Imaginary: 0 } one, { Imaginary: 0 } other]) => Divide(Factorial(one.Real), Factorial(other.Real) * Factorial(one.Real - other.Real)),
        ([_, ..] and not ("max" or "min" or "gcd" or "lcm"), [_, ..]) => Unknown(function, arguments),
        _ => Undefined,
    };

    private static Complex Factorial(double n) => n is >= 0 and <= 170 ? MathNet.Numerics.SpecialFunctions.Gamma(n + 1) : Undefined;

    /// <summary>A function of which only the name is known: a smooth one that no identity holds for.</summary>
    private static Complex Unknown(string name, Complex[] arguments)
    {
        Complex sum = Spread(name, 1);
        for (int i = 0; i < arguments.Length; i++)
        {
            sum += Complex.Sin((Spread(name, i + 2) * arguments[i]) + Spread(name, i + 3)) + (Spread(name, i + 4) * arguments[i]);
        }
        return sum;
    }
}
