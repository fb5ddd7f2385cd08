namespace Tsmc.Grading.Algebra;

/// <summary>Puts the factors of a product together from left to right.</summary>
internal sealed class ProductBuilder(Expression first)
{
    private readonly List<Expression> _factors = [first];

    /// <summary>Multiplies (<c>*</c>, or a space where no sign stands) or divides (<c>/</c>) by the next factor.</summary>
    public ProductBuilder Add(char sign, Expression next)
    {
        Expression last = _factors[^1];
        if (sign == ' ' && next is Words or Power(Words, _) or Quotient(Words, Words) && last is not Words)
        {
            // A unit says nothing that the grader compares.
            return this;
        }
        if (sign == ' ' && last is Number { Value.IsInteger: true } && next is Quotient(Number { Value.IsInteger: true }, Number { Value.IsInteger: true }))
        {
            // A whole number beside a fraction is a mixed number.
            _factors[^1] = new Sum([last, next]);
        }
        else if (sign == '/')
        {
            Expression over = Result();
            _factors.Clear();
            _factors.Add(new Quotient(over, next));
        }
        else
        {
            _factors.Add(next);
        }
        return this;
    }

    /// <summary>The product so far.</summary>
    public Expression Result() => _factors is [Expression only] ? only : new Product([.. _factors]);
}
