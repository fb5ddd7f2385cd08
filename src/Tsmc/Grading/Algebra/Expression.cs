namespace Tsmc.Grading.Algebra;

/// <summary>A mathematical expression as it was read, before anything is computed.</summary>
internal abstract record Expression;

/// <summary>A number; <paramref name="Decimals"/> counts the digits after its decimal point, 0 for an exact number.</summary>
internal sealed record Number(Rational Value, int Decimals = 0) : Expression;

/// <summary>A variable or a constant: <c>x</c>, <c>a_1</c>, <c>pi</c>, <c>infinity</c>.</summary>
internal sealed record Symbol(string Name) : Expression
{
    public static readonly Symbol Infinity = new("infinity");
}

/// <summary>Words that are no mathematics.</summary>
internal sealed record Words(string Text) : Expression;

internal sealed record Sum(IReadOnlyList<Expression> Terms) : Expression;

internal sealed record Product(IReadOnlyList<Expression> Factors) : Expression;

internal sealed record Quotient(Expression Numerator, Expression Denominator) : Expression;

internal sealed record Negative(Expression Operand) : Expression;

/// <summary>Plus or minus the operand; the signs of one expression go together, ∓ being minus where ± is plus.</summary>
internal sealed record PlusMinus(bool PlusFirst, Expression Operand) : Expression;

internal sealed record Power(Expression Base, Expression Exponent) : Expression;

/// <summary>A function of its arguments: <c>sin</c>, <c>root</c> (radicand, index), <c>log</c> (argument, base), <c>abs</c>, <c>factorial</c>, <c>f</c>.</summary>
internal sealed record Call(string Function, IReadOnlyList<Expression> Arguments) : Expression;

/// <summary>A hundredth of the operand, or just the operand: 28 % is answered as 28 and as 0.28.</summary>
internal sealed record Percent(Expression Operand) : Expression;

/// <summary>Digits in a base other than ten: <c>4343_6</c>.</summary>
internal sealed record BaseNumber(string Digits, string Base) : Expression;

/// <summary>Elements in order between brackets: a tuple, a point, an interval.</summary>
internal sealed record Sequence(char Open, char Close, IReadOnlyList<Expression> Elements) : Expression;

/// <summary>Elements without order: a set, or a list of answers; a loose one had no brackets of a set.</summary>
internal sealed record Collection(IReadOnlyList<Expression> Elements, bool Loose) : Expression;

/// <summary>Union (∪), intersection (∩) or difference (∖) of two sets.</summary>
internal sealed record SetOperation(char Sign, Expression Left, Expression Right) : Expression;

internal sealed record Matrix(IReadOnlyList<IReadOnlyList<Expression>> Rows) : Expression;

/// <summary>Sides parted by colons: <c>7:32</c>.</summary>
internal sealed record Ratio(IReadOnlyList<Expression> Sides) : Expression;

/// <summary>A chain of relations: <paramref name="Signs"/>[i] stands between side i and side i+1.</summary>
internal sealed record Relation(IReadOnlyList<Expression> Sides, IReadOnlyList<string> Signs) : Expression;
