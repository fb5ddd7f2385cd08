namespace Tsmc.Grading.Algebra;

/// <summary>Makes two expressions of one with ±.</summary>
internal static class Signs
{
    /// <summary>The list of both values of an expression with ±, in every element of a list; other expressions as they are.</summary>
    public static Expression Spread(Expression expression) => expression switch
    {
        Collection list when list.Elements.Any(HasSign) => list with
        {
            Elements = [.. list.Elements.SelectMany(element => Spread(element) is Collection both ? both.Elements : [element])],
        },
        Relation { Signs: ["="], Sides: [Expression name, Expression value] } when HasSign(value) && Spread(value) is Collection both =>
            both with { Elements = [.. both.Elements.Select(one => new Relation([name, one], ["="]))] },
        Relation or Sequence or Collection => expression,
        _ when HasSign(expression) => new Collection([Choose(expression, plus: true), Choose(expression, plus: false)], Loose: true),
        _ => expression,
    };

    private static bool HasSign(Expression expression) => expression switch
    {
        PlusMinus => true,
        Relation relation => relation.Sides.Any(HasSign),
        _ => Operands(expression).Any(HasSign),
    };

    private static Expression Choose(Expression expression, bool plus) => expression switch
    {
        PlusMinus sign => sign.PlusFirst == plus ? Choose(sign.Operand, plus) : new Negative(Choose(sign.Operand, plus)),
        Sum sum => new Sum([.. sum.Terms.Select(term => Choose(term, plus))]),
        Product product => new Product([.. product.Factors.Select(factor => Choose(factor, plus))]),
        Quotient quotient => new Quotient(Choose(quotient.Numerator, plus), Choose(quotient.Denominator, plus)),
        Negative negative => new Negative(Choose(negative.Operand, plus)),
        Power power => new Power(Choose(power.Base, plus), Choose(power.Exponent, plus)),
        Call call => call with { Arguments = [.. call.Arguments.Select(argument => Choose(argument, plus))] },
        _ => expression,
    };

    private static IReadOnlyList<Expression> Operands(Expression expression) => expression switch
    {
        Sum sum => sum.Terms,
        Product product => product.Factors,
        Quotient quotient => [quotient.Numerator, quotient.Denominator],
        Negative negative => [negative.Operand],
        Power power => [power.Base, power.Exponent],
        Call call => call.Arguments,
        _ => [],
    };
}
