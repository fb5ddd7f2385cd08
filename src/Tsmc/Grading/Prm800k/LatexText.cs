using System.Text;

namespace Tsmc.Grading.Prm800k;

/// <summary>
/// LaTeX as plain text, as the converter behind PRM800K's grader writes it: commands it knows become signs or names, the others vanish
/// and leave their arguments, a fraction loses its braces, so that <c>\frac{x+1}{2}</c> reads <c>x+1/2</c>.
/// </summary>
internal sealed class LatexText
{
    private const int MaxDepth = 200;

    private static readonly Dictionary<string, string> Signs = new()
    {
        ["pi"] = "pi", ["infty"] = "inf", ["cup"] = "U", ["cap"] = "∩", ["cdot"] = "*", ["times"] = "*", ["pm"] = "±", ["mp"] = "∓", ["div"] = "÷",
        ["le"] = "≤", ["leq"] = "≤", ["ge"] = "≥", ["geq"] = "≥", ["ne"] = "≠", ["neq"] = "≠", ["in"] = "∈", ["approx"] = "≈", ["equiv"] = "≡",
        ["emptyset"] = "∅", ["circ"] = "∘", ["ldots"] = "…", ["cdots"] = "⋯", ["to"] = "→", ["rightarrow"] = "→", ["subset"] = "⊂",
        ["alpha"] = "α", ["beta"] = "β", ["gamma"] = "γ", ["delta"] = "δ", ["epsilon"] = "ϵ", ["varepsilon"] = "ε", ["theta"] = "θ",
        ["lambda"] = "λ", ["mu"] = "μ", ["rho"] = "ρ", ["sigma"] = "σ", ["tau"] = "τ", ["phi"] = "ϕ", ["varphi"] = "φ", ["omega"] = "ω",
        ["Delta"] = "Δ", ["Omega"] = "Ω", ["Gamma"] = "Γ", ["angle"] = "∠", ["quad"] = "  ", ["qquad"] = "    ", ["neg"] = "¬",
        ["sin"] = "sin", ["cos"] = "cos", ["tan"] = "tan", ["arcsin"] = "arcsin", ["arccos"] = "arccos", ["arctan"] = "arctan",
        ["sinh"] = "sinh", ["cosh"] = "cosh", ["tanh"] = "tanh", ["ln"] = "ln", ["log"] = "log", ["exp"] = "exp",
        ["max"] = "max", ["min"] = "min", ["sup"] = "sup", ["inf"] = "inf", ["lim"] = "lim",
    };

    private readonly string _text;
    private readonly StringBuilder _written = new();
    private int _at;
    private int _depth;

    private LatexText(string latex) => _text = latex;

    /// <summary>The plain text; LaTeX that nests more than 200 levels deep stays as it is.</summary>
    public static string Of(string latex)
    {
        var reading = new LatexText(latex);
        return reading.All() ? reading._written.ToString().Trim() : latex;
    }

    private bool All()
    {
        while (_at < _text.Length)
        {
            if (!One())
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>One character, group or command with its arguments; false when it nests too deep.</summary>
    private bool One()
    {
        if (++_depth > MaxDepth)
        {
            return false;
        }
        char sign = _text[_at++];
        bool read = true;
        if (sign == '\\')
        {
            read = Command();
        }
        else if (sign == '{')
        {
            while (read && _at < _text.Length && _text[_at] != '}')
            {
                read = One();
            }
            // A group that is never closed ends with the text.
            _at = Math.Min(_at + 1, _text.Length);
        }
        else if (sign != '}')
        {
            // A tie and the mark between a matrix's columns are spaces.
            _written.Append(sign switch { '~' or '&' => ' ', '√' => "sqrt", 'π' => "pi", '∞' => "inf", '∪' => "U", '·' or '×' => "*", _ => sign });
        }
        _depth--;
        return read;
    }

    private bool Command()
    {
        int start = _at;
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
        {
            _at++;
        }
        string name = _text[start.._at];
        if (name.Length == 0)
        {
            _written.Append(_at == _text.Length ? "" : _text[_at++] switch { '\\' => ";", ',' or ';' or ':' or ' ' => " ", '!' => "", char sign => sign.ToString() });
            return true;
        }
        SkipSpaces();
        switch (name)
        {
            case "frac" or "tfrac" or "dfrac":
                _written.Append(' ');
                return Argument() && Write("/") && Argument();
            case "sqrt":
                SkipIndex();
                return Write("sqrt(") && Argument() && Write(")");
            case "begin" or "end":
                int brace = _text.IndexOf('}', _at);
                ReadOnlySpan<char> environment = _text.AsSpan(_at, brace < 0 ? 0 : brace - _at).TrimStart('{');
                _at = brace < 0 ? _text.Length : brace + 1;
                return Write(environment is "pmatrix" or "bmatrix" or "smallmatrix" or "array" ? name == "begin" ? "[" : "]" : "");
            default:
                return Write(Signs.GetValueOrDefault(name, ""));
        }
    }

    private bool Argument()
    {
        SkipSpaces();
        return _at == _text.Length || One();
    }

    private bool Write(string text)
    {
        _written.Append(text);
        return true;
    }

    private void SkipSpaces()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    // The index of a root is lost, as it is in the original.
    private void SkipIndex()
    {
        if (_at < _text.Length && _text[_at] == '[' && _text.IndexOf(']', _at) is > 0 and int end)
        {
            _at = end + 1;
        }
    }
}
