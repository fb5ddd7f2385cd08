namespace Tsmc.Grading.Algebra;

/// <summary>What kind of thing a <see cref="Token"/> is.</summary>
internal enum TokenKind
{
    Number,
    Symbol,
    Words,
    Function,
    Fraction,
    Binomial,
    Root,
    Open,
    Close,
    Bar,
    Operator,
    Relation,
    SetSign,
    Separator,
    Percent,
    MatrixBegin,
    MatrixEnd,
    Cell,
    Row,
}

/// <summary>A piece of an expression in its shortest spelling; numbers carry their value.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, Number? Number = null)
{
    public bool Is(TokenKind kind, string text) => Kind == kind && Text == text;
}
