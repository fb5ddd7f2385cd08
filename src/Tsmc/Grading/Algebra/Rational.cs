using System.Globalization;
using System.Numerics;

namespace Tsmc.Grading.Algebra;

/// <summary>An exact fraction in lowest terms with a positive denominator. Operations give null where the result would be too long.</summary>
internal readonly record struct Rational
{
    /// <summary>Longest numerator or denominator that is computed with: about 6000 digits.</summary>
    private const long MaxBits = 20_000;

    private Rational(BigInteger numerator, BigInteger denominator) => (Numerator, Denominator) = (numerator, denominator);

    public BigInteger Numerator { get; }

    public BigInteger Denominator { get; }

    public bool IsInteger => Denominator.IsOne;

    public bool IsZero => Numerator.IsZero;

    public static implicit operator Rational(int value) => new(value, 1);

    /// <summary>The fraction in lowest terms; null when the denominator is 0 or the numbers are too long.</summary>
    public static Rational? Of(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero || numerator.GetBitLength() > MaxBits || denominator.GetBitLength() > MaxBits)
        {
            return null;
        }
        BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        common = denominator.Sign < 0 ? -common : common;
        return new(numerator / common, denominator / common);
    }

    /// <summary>A number written with digits, an optional point and an optional exponent of ten; null when it is too long.</summary>
    public static Rational? Parse(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, ReadOnlySpan<char> exponent)
    {
        int power = 0;
        if (whole.Length + fraction.Length > MaxBits / 4
            || (exponent.Length > 0 && (!int.TryParse(exponent, CultureInfo.InvariantCulture, out power) || Math.Abs(power) > MaxBits / 4)))
        {
            return null;
        }
        BigInteger digits = BigInteger.Parse(string.Concat("0", whole, fraction), CultureInfo.InvariantCulture);
        power -= fraction.Length;
        return power >= 0 ? Of(digits * BigInteger.Pow(10, power), 1) : Of(digits, BigInteger.Pow(10, -power));
    }

    public Rational? Plus(Rational other) => IsInteger && other.IsInteger
        ? Of(Numerator + other.Numerator, 1)
        : Of((Numerator * other.Denominator) + (other.Numerator * Denominator), Denominator * other.Denominator);

    public Rational? Times(Rational other) => Of(Numerator * other.Numerator, Denominator * other.Denominator);

    public Rational? Over(Rational other) => Of(Numerator * other.Denominator, Denominator * other.Numerator);

    /// <summary>A power with a whole exponent.</summary>
    public Rational? Raised(BigInteger exponent)
    {
        if (exponent.Sign < 0)
        {
            return IsZero ? null : Of(Denominator, Numerator)?.Raised(-exponent);
        }
        if (Numerator.IsZero || (IsInteger && BigInteger.Abs(Numerator).IsOne))
        {
            return exponent.IsZero || (Numerator.Sign < 0 && exponent.IsEven) ? 1 : this;
        }
        long bits = Math.Max((long)Numerator.GetBitLength(), (long)Denominator.GetBitLength());
        return exponent * bits > MaxBits ? null : Of(BigInteger.Pow(Numerator, (int)exponent), BigInteger.Pow(Denominator, (int)exponent));
    }

    public double ToDouble()
    {
        // Both parts may lie outside of double's range while their quotient lies in it.
        int shift = (int)Math.Max(0, Math.Max((long)Numerator.GetBitLength(), (long)Denominator.GetBitLength()) - 1000);
        return shift == 0
            ? (double)Numerator / (double)Denominator
            : Math.Exp(BigInteger.Log(BigInteger.Abs(Numerator)) - BigInteger.Log(Denominator)) * Numerator.Sign;
    }

    public override string ToString()
    {
        string text = IsInteger
            ? Numerator.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
        return text.Length <= 24 ? text : $"{text.AsSpan(0, 10)}…({text.Length} digits)";
    }
}
