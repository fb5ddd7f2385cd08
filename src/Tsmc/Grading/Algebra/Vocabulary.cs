namespace Tsmc.Grading.Algebra;

/// <summary>The commands, signs and words that the lexer knows.</summary>
internal static class Vocabulary
{
    private static readonly string[] Functions =
    [
        "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "sin", "cos", "tan", "cot", "sec", "csc", "ln", "log", "lg", "exp",
        "max", "min", "gcd", "lcm",
    ];

    /// <summary>LaTeX commands and plain words with a meaning. A command that is missing here is a symbol of its name.</summary>
    public static readonly Dictionary<string, Token> Names = new(
        Functions.Select(name => KeyValuePair.Create(name, new Token(TokenKind.Function, name))))
    {
        ["pi"] = new(TokenKind.Symbol, "pi"),
        ["sqrt"] = new(TokenKind.Root, "√"),
        ["infty"] = new(TokenKind.Symbol, "infinity"),
        ["infinity"] = new(TokenKind.Symbol, "infinity"),
        ["inf"] = new(TokenKind.Symbol, "infinity"),
        ["and"] = new(TokenKind.Separator, ","),
        ["or"] = new(TokenKind.Separator, ","),
        ["percent"] = new(TokenKind.Percent, "%"),
        ["percentage"] = new(TokenKind.Percent, "%"),
        ["pct"] = new(TokenKind.Percent, "%"),
    };

    /// <summary>LaTeX commands that are not words of plain text.</summary>
    public static readonly Dictionary<string, Token> Commands = new()
    {
        ["frac"] = new(TokenKind.Fraction, "frac"),
        ["dfrac"] = new(TokenKind.Fraction, "frac"),
        ["tfrac"] = new(TokenKind.Fraction, "frac"),
        ["cfrac"] = new(TokenKind.Fraction, "frac"),
        ["binom"] = new(TokenKind.Binomial, "binom"),
        ["dbinom"] = new(TokenKind.Binomial, "binom"),
        ["tbinom"] = new(TokenKind.Binomial, "binom"),
        ["cdot"] = new(TokenKind.Operator, "*"),
        ["times"] = new(TokenKind.Operator, "*"),
        ["div"] = new(TokenKind.Operator, "/"),
        ["pm"] = new(TokenKind.Operator, "±"),
        ["mp"] = new(TokenKind.Operator, "∓"),
        ["le"] = new(TokenKind.Relation, "≤"),
        ["leq"] = new(TokenKind.Relation, "≤"),
        ["leqslant"] = new(TokenKind.Relation, "≤"),
        ["ge"] = new(TokenKind.Relation, "≥"),
        ["geq"] = new(TokenKind.Relation, "≥"),
        ["geqslant"] = new(TokenKind.Relation, "≥"),
        ["lt"] = new(TokenKind.Relation, "<"),
        ["gt"] = new(TokenKind.Relation, ">"),
        ["ne"] = new(TokenKind.Relation, "≠"),
        ["neq"] = new(TokenKind.Relation, "≠"),
        ["approx"] = new(TokenKind.Relation, "≈"),
        ["in"] = new(TokenKind.Relation, "∈"),
        ["cup"] = new(TokenKind.SetSign, "∪"),
        ["cap"] = new(TokenKind.SetSign, "∩"),
        ["setminus"] = new(TokenKind.SetSign, "∖"),
        ["langle"] = new(TokenKind.Open, "("),
        ["rangle"] = new(TokenKind.Close, ")"),
        ["lvert"] = new(TokenKind.Bar, "|"),
        ["rvert"] = new(TokenKind.Bar, "|"),
        ["vert"] = new(TokenKind.Bar, "|"),
        ["lfloor"] = new(TokenKind.Open, "⌊"),
        ["rfloor"] = new(TokenKind.Close, "⌋"),
        ["lceil"] = new(TokenKind.Open, "⌈"),
        ["rceil"] = new(TokenKind.Close, "⌉"),
        ["varnothing"] = new(TokenKind.Symbol, "emptyset"),
        ["colon"] = new(TokenKind.Operator, ":"),
    };

    /// <summary>Signs of one character; the first of a pair such as <c>&lt;=</c> is looked up with its second.</summary>
    public static readonly Dictionary<string, Token> Signs = new()
    {
        ["+"] = new(TokenKind.Operator, "+"), ["-"] = new(TokenKind.Operator, "-"), ["−"] = new(TokenKind.Operator, "-"),
        ["–"] = new(TokenKind.Operator, "-"), ["*"] = new(TokenKind.Operator, "*"), ["×"] = new(TokenKind.Operator, "*"),
        ["·"] = new(TokenKind.Operator, "*"), ["⋅"] = new(TokenKind.Operator, "*"), ["/"] = new(TokenKind.Operator, "/"),
        ["÷"] = new(TokenKind.Operator, "/"), ["^"] = new(TokenKind.Operator, "^"), ["**"] = new(TokenKind.Operator, "^"),
        ["_"] = new(TokenKind.Operator, "_"), ["!"] = new(TokenKind.Operator, "!"), ["±"] = new(TokenKind.Operator, "±"),
        ["∓"] = new(TokenKind.Operator, "∓"), [":"] = new(TokenKind.Operator, ":"), ["="] = new(TokenKind.Relation, "="),
        ["=="] = new(TokenKind.Relation, "="), ["<"] = new(TokenKind.Relation, "<"), [">"] = new(TokenKind.Relation, ">"),
        ["<="] = new(TokenKind.Relation, "≤"), [">="] = new(TokenKind.Relation, "≥"), ["≤"] = new(TokenKind.Relation, "≤"),
        ["≥"] = new(TokenKind.Relation, "≥"), ["!="] = new(TokenKind.Relation, "≠"), ["≠"] = new(TokenKind.Relation, "≠"),
        ["≈"] = new(TokenKind.Relation, "≈"), ["∈"] = new(TokenKind.Relation, "∈"), ["∪"] = new(TokenKind.SetSign, "∪"),
        ["∩"] = new(TokenKind.SetSign, "∩"), [","] = new(TokenKind.Separator, ","), [";"] = new(TokenKind.Separator, ","),
        ["("] = new(TokenKind.Open, "("), [")"] = new(TokenKind.Close, ")"), ["["] = new(TokenKind.Open, "["),
        ["]"] = new(TokenKind.Close, "]"), ["{"] = new(TokenKind.Open, "{"), ["}"] = new(TokenKind.Close, "}"),
        ["|"] = new(TokenKind.Bar, "|"), ["%"] = new(TokenKind.Percent, "%"), ["&"] = new(TokenKind.Cell, "&"),
        ["π"] = new(TokenKind.Symbol, "pi"), ["∞"] = new(TokenKind.Symbol, "infinity"), ["√"] = new(TokenKind.Root, "√"),
        ["∅"] = new(TokenKind.Symbol, "emptyset"), ["θ"] = new(TokenKind.Symbol, "theta"), ["α"] = new(TokenKind.Symbol, "alpha"),
    };

    /// <summary>Commands that only change how their argument looks; a text command's argument is words.</summary>
    public static readonly HashSet<string> Fonts =
    [
        "text", "mbox", "textbf", "textit", "textrm", "textnormal", "mathrm", "operatorname", "mathbf", "mathit", "boldsymbol", "hbox",
        "overline", "vec", "boxed", "fbox", "mathbb", "bf", "rm",
    ];

    /// <summary>Commands of layout, which say nothing.</summary>
    public static readonly HashSet<string> Layout =
    [
        "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "biggl", "biggr", "displaystyle", "textstyle", "limits",
        "quad", "qquad", "hspace", "circ", "degree", "dots", "ldots", "cdots", "hline",
    ];

    /// <summary>Short units that may follow a number without a text command.</summary>
    public static readonly HashSet<string> Units =
    [
        "cm", "mm", "km", "kg", "mg", "ml", "ft", "lb", "lbs", "oz", "mi", "yd", "hr", "hrs", "min", "sec", "mph", "kmh", "rad", "deg", "sq", "inch",
        "day", "days", "feet", "foot", "mile", "yard", "am", "pm", "cents", "USD",
    ];
}
