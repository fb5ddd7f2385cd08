using Pidgin;
using static Pidgin.Parser;
using TokenParser = Pidgin.Parser<Tsmc.Grading.Algebra.Token>;

namespace Tsmc.Grading.Algebra;

/// <summary>
/// The grammar of answers, from the weakest binding to the strongest: list, relation, ratio, set operation, sum, product (written or
/// by standing side by side), sign, power, and what stands alone. One token decides between alternatives.
/// </summary>
internal static class ExpressionParser
{
    private static readonly Parser<Token, Expression> Inner = Rec(() => Summed!);
    private static readonly Parser<Token, Expression> Raised = Rec(() => Powered!);

    private static readonly Parser<Token, Token> Separator = Of(TokenKind.Separator);

    private static readonly Parser<Token, Expression> Number = Of(TokenKind.Number).Select(token => (Expression)token.Number!);

    private static readonly Parser<Token, Expression> Symbol = Of(TokenKind.Symbol).Select(token => (Expression)new Symbol(token.Text));

    private static readonly Parser<Token, Expression> Words = Of(TokenKind.Words).AtLeastOnce()
        .Select(words => (Expression)new Words(string.Join(' ', words.Select(word => word.Text))));

    private static readonly Parser<Token, Expression> Group = Between("{", "}", Inner);

    /// <summary>Round or square brackets, which need not match around an interval; one element alone is only grouped.</summary>
    private static readonly Parser<Token, Expression> Bracketed = Map(
        (open, elements, close) => Bracket(open.Text[0], elements, close.Text[0]),
        Open("(").Or(Open("[")),
        Elements1(),
        Close(")").Or(Close("]"))).Where(expression => expression is not null).Select(expression => expression!);

    private static readonly Parser<Token, Expression> Set = Between("\\{", "\\}", Elements1().Optional())
        .Select(elements => (Expression)new Collection(elements.HasValue ? elements.Value : [], Loose: false));

    private static readonly Parser<Token, Expression> Braced = Between("{", "}", Elements1().Optional())
        .Select(elements => elements.HasValue && elements.Value is [Expression only] ? only : new Collection(elements.HasValue ? elements.Value : [], Loose: true));

    private static readonly Parser<Token, Expression> Rounded = OneOf(
        Between("|", "|", Inner).Select(inside => Apply("abs", inside)),
        Between("⌊", "⌋", Inner).Select(inside => Apply("floor", inside)),
        Between("⌈", "⌉", Inner).Select(inside => Apply("ceil", inside)));

    private static readonly Parser<Token, Expression> MatrixOf = Inner.Separated(Of(TokenKind.Cell))
        .Select(row => (IReadOnlyList<Expression>)[.. row])
        .Separated(Of(TokenKind.Row))
        .Between(Of(TokenKind.MatrixBegin), Of(TokenKind.MatrixEnd))
        .Select(rows => (Expression)new Matrix([.. rows.Where(row => row.Count > 0)]));

    /// <summary>One argument of a command: a group, or a single thing.</summary>
    private static readonly Parser<Token, Expression> Argument = Rec(() => Group.Or(Alone!));

    private static readonly Parser<Token, Expression> Fraction = Of(TokenKind.Fraction)
        .Then(Map((over, under) => (Expression)new Quotient(over, under), Argument, Argument));

    private static readonly Parser<Token, Expression> Binomial = Of(TokenKind.Binomial)
        .Then(Map((over, under) => Apply("binom", over, under), Argument, Argument));

    private static readonly Parser<Token, Expression> Root = Of(TokenKind.Root).Then(Map(
        (index, radicand) => index.HasValue ? Apply("root", radicand, index.Value) : Apply("root", radicand),
        Between("[", "]", Inner).Optional(),
        Argument));

    /// <summary>A function, its power and base, and its argument: brackets, or the factors up to the next sign or function.</summary>
    private static readonly Parser<Token, Expression> Function = Map(
        (name, index, power, arguments) =>
        {
            Expression call = new Call(name.Text, index.HasValue ? [.. arguments, index.Value] : arguments);
            return power.HasValue ? new Power(call, power.Value) : call;
        },
        Of(TokenKind.Function),
        Operator("_").Then(Argument).Optional(),
        Operator("^").Then(Argument).Optional(),
        Between("(", ")", Elements1()).Or(Rec(() => Simple!).AtLeastOnce().Select(factors => (IReadOnlyList<Expression>)[Multiply([.. factors])])));

    private static readonly Parser<Token, Expression> Alone = OneOf(
        Number, Symbol, Fraction, Root, Bracketed, Words, Binomial, Set, Rounded, MatrixOf, Function);

    private static readonly Parser<Token, Expression> Simple = Power(OneOf(
        Number, Symbol, Fraction, Root, Bracketed, Braced, Words, Binomial, Set, Rounded, MatrixOf));

    private static readonly Parser<Token, Expression> Powered = Power(OneOf(
        Number, Symbol, Fraction, Root, Bracketed, Braced, Words, Binomial, Set, Rounded, MatrixOf, Function));

    private static readonly Parser<Token, Expression> Signed = Map((minus, value) => minus ? Negate(value) : value, Minus(), Raised);

    private static readonly Parser<Token, Expression> Multiplied = Map(
        (first, rest) => rest.Aggregate(new ProductBuilder(first), (product, next) => product.Add(next.Sign, next.Value)).Result(),
        Raised,
        OneOf(
            Operator("*").Or(Operator("/")).Then(Signed, (sign, value) => (Sign: sign.Text[0], Value: value)),
            Raised.Select(value => (Sign: ' ', Value: value))).Many());

    private static readonly Parser<Token, Expression> Summed = Map(
        (signs, first, rest) =>
        {
            Expression[] terms = [Term(signs, first), .. rest];
            return terms.Length == 1 ? terms[0] : new Sum(terms);
        },
        SumSign().Many(),
        Multiplied,
        Map(Term, SumSign().AtLeastOnce(), Multiplied).Many());

    private static readonly Parser<Token, Expression> Joined = Map(
        (first, rest) => rest.Aggregate(first, (left, next) => new SetOperation(next.Sign, left, next.Value)),
        Summed,
        Of(TokenKind.SetSign).Then(Summed, (sign, value) => (Sign: sign.Text[0], Value: value)).Many());

    private static readonly Parser<Token, Expression> Compared = Joined.SeparatedAtLeastOnce(Operator(":"))
        .Select(sides => sides.ToArray() is [Expression only] ? only : new Ratio([.. sides]));

    private static readonly Parser<Token, Expression> Related = Map(
        (first, rest) =>
        {
            (string Sign, Expression Value)[] others = [.. rest];
            return others.Length == 0 ? first : new Relation([first, .. others.Select(other => other.Value)], [.. others.Select(other => other.Sign)]);
        },
        Compared,
        Of(TokenKind.Relation).Then(Compared, (sign, value) => (Sign: sign.Text, Value: value)).Many());

    private static readonly Parser<Token, Expression> Elements = Elements1()
        .Select(elements => elements is [Expression only] ? only : new Collection(elements, Loose: true));

    private static readonly Parser<Token, Expression> Whole = Elements.Before(TokenParser.End);

    /// <summary>The expression that an answer's tokens make, or null when they make none.</summary>
    public static Expression? Parse(Token[] tokens) => Whole.Parse(tokens) is { Success: true } parsed ? parsed.Value : null;

    private static Parser<Token, Token> Of(TokenKind kind) => TokenParser.Token(token => token.Kind == kind);

    private static Parser<Token, Token> Operator(string sign) => TokenParser.Token(token => token.Is(TokenKind.Operator, sign));

    private static Parser<Token, Token> Open(string sign) => TokenParser.Token(token => token.Is(TokenKind.Open, sign));

    private static Parser<Token, Token> Close(string sign) => TokenParser.Token(token => token.Is(TokenKind.Close, sign));

    private static Parser<Token, Token> SumSign() =>
        TokenParser.Token(token => token.Kind == TokenKind.Operator && token.Text is "+" or "-" or "±" or "∓");

    private static Parser<Token, T> Between<T>(string open, string close, Parser<Token, T> inside) => inside.Between(Open(open), Close(close));

    /// <summary>Elements between separators; "1, and 2" has two separators in a row, and one may end the list.</summary>
    private static Parser<Token, IReadOnlyList<Expression>> Elements1() => Rec(() => Related!)
        .SeparatedAndOptionallyTerminatedAtLeastOnce(Separator.SkipAtLeastOnce())
        .Select(elements => (IReadOnlyList<Expression>)[.. elements]);

    /// <summary>A base with what follows it: factorials, percent, exponents, which bind from the right.</summary>
    private static Parser<Token, Expression> Power(Parser<Token, Expression> alone)
    {
        Parser<Token, Expression> after = Map(
            (value, signs) => signs.Aggregate(value, (operand, sign) => sign.Kind == TokenKind.Percent ? new Percent(operand) : Apply("factorial", operand)),
            alone,
            Of(TokenKind.Percent).Or(Operator("!")).Many());
        Parser<Token, Expression> exponent = Map((minus, value) => minus ? Negate(value) : value, Minus(), Group.Or(after));
        return Map(
            (value, exponents) => Tower([value, .. exponents]),
            after,
            Operator("^").Then(exponent).Many());
    }

    private static Parser<Token, bool> Minus() => Operator("+").Or(Operator("-")).Many().Select(signs => signs.Count(sign => sign.Text == "-") % 2 == 1);

    private static Expression Tower(Expression[] floors)
    {
        Expression top = floors[^1];
        for (int i = floors.Length - 2; i >= 0; i--)
        {
            top = new Power(floors[i], top);
        }
        return top;
    }

    private static Expression Term(IEnumerable<Token> signs, Expression value)
    {
        foreach (Token sign in signs.Reverse())
        {
            value = sign.Text switch { "+" => value, "-" => Negate(value), "±" => new PlusMinus(true, value), _ => new PlusMinus(false, value) };
        }
        return value;
    }

    private static Expression Negate(Expression value) => value is Negative negative ? negative.Operand : new Negative(value);

    private static Expression Multiply(IReadOnlyList<Expression> factors) =>
        factors.Skip(1).Aggregate(new ProductBuilder(factors[0]), (product, factor) => product.Add(' ', factor)).Result();

    private static Expression Apply(string function, params Expression[] arguments) => new Call(function, arguments);

    private static Expression? Bracket(char open, IReadOnlyList<Expression> elements, char close) =>
        elements is not [Expression only] ? new Sequence(open, close, elements)
        : (open, close) is ('(', ')') or ('[', ']') ? only
        : null;
}
