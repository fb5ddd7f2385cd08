using System.Net;
using System.Text;

namespace Tsmc.Notebooks.Pages;

/// <summary>
/// TeX's formulas as MathML, which browsers draw by themselves: pages with formulas need no script and no network. It knows the part
/// of TeX that notebooks use; <see cref="Of"/> says when a formula goes beyond it.
/// </summary>
internal sealed class MathMl
{
    private readonly string _tex;
    private readonly bool _display;
    private int _at;

    private MathMl(string tex, bool display) => (_tex, _display) = (tex, display);

    /// <summary>A formula as a <c>math</c> element, or null where it holds a command that is not known or does not end.</summary>
    public static string? Of(string tex, bool display)
    {
        try
        {
            var reader = new MathMl(tex, display);
            string body = reader.Row(end: null);
            string kind = display ? " display=\"block\"" : "";
            return $"<math{kind}><semantics><mrow>{body}</mrow>"
                + $"<annotation encoding=\"application/x-tex\">{WebUtility.HtmlEncode(tex)}</annotation></semantics></math>";
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Everything up to <paramref name="end"/>, which is read too; null: up to the end of the formula.</summary>
    private string Row(string? end)
    {
        var row = new StringBuilder();
        while (true)
        {
            SkipSpace();
            if (_at >= _tex.Length)
            {
                return end is null ? row.ToString() : throw new FormatException();
            }
            if (end is not null && _tex.AsSpan(_at).StartsWith(end, StringComparison.Ordinal))
            {
                _at += end.Length;
                return row.ToString();
            }
            row.Append(Scripted());
        }
    }

    /// <summary>One piece with what hangs on it below and above.</summary>
    private string Scripted()
    {
        (string piece, bool limits) = Piece();
        string? below = null;
        string? above = null;
        while (true)
        {
            SkipSpace();
            if (below is null && Take("_"))
            {
                below = Argument();
            }
            else if (above is null && Take("^"))
            {
                above = Argument();
            }
            else if (above is null && Take("'"))
            {
                above = "<mo>′</mo>";
            }
            else
            {
                break;
            }
        }
        string name = limits && _display ? "under:over:underover" : "sub:sup:subsup";
        string[] names = name.Split(':');
        return (below, above) switch
        {
            (null, null) => piece,
            (not null, null) => $"<m{names[0]}>{piece}{below}</m{names[0]}>",
            (null, not null) => $"<m{names[1]}>{piece}{above}</m{names[1]}>",
            _ => $"<m{names[2]}>{piece}{below}{above}</m{names[2]}>",
        };
    }

    private (string Piece, bool Limits) Piece()
    {
        char c = _tex[_at++];
        switch (c)
        {
            case '\\':
                return Command(Name());
            case '{':
                return ($"<mrow>{Row("}")}</mrow>", false);
            case '}' or '&':
                throw new FormatException();
            case '_' or '^':
                _at--; // hangs on nothing
                return ("<mrow></mrow>", false);
            case '~':
                return ("<mspace width=\"0.25em\"/>", false);
        }
        if (char.IsAsciiDigit(c))
        {
            int start = _at - 1;
            while (_at < _tex.Length && (char.IsAsciiDigit(_tex[_at]) || (_tex[_at] is '.' && _at + 1 < _tex.Length && char.IsAsciiDigit(_tex[_at + 1]))))
            {
                _at++;
            }
            return ($"<mn>{_tex[start.._at]}</mn>", false);
        }
        if (char.IsLetter(c))
        {
            return ($"<mi>{c}</mi>", false);
        }
        // Brackets grow only behind \left.
        return ("()[]|/".Contains(c) ? $"<mo stretchy=\"false\">{c}</mo>" : $"<mo>{Sign(c)}</mo>", false);
    }

    private (string Piece, bool Limits) Command(string name)
    {
        if (MathSymbols.Letters.TryGetValue(name, out string? letter))
        {
            return ($"<mi>{letter}</mi>", false);
        }
        if (MathSymbols.Operators.TryGetValue(name, out string? sign))
        {
            return ($"<mo stretchy=\"false\">{sign}</mo>", false);
        }
        if (MathSymbols.Large.TryGetValue(name, out string? large))
        {
            return ($"<mo>{large}</mo>", name != "int");
        }
        if (MathSymbols.Functions.TryGetValue(name, out bool limits))
        {
            return ($"<mi>{name}</mi>", limits);
        }
        if (MathSymbols.Spaces.TryGetValue(name, out string? width))
        {
            return ($"<mspace width=\"{width}\"/>", false);
        }
        if (MathSymbols.Accents.TryGetValue(name, out string? accent))
        {
            return ($"<mover accent=\"true\">{Argument()}<mo>{accent}</mo></mover>", false);
        }
        return name switch
        {
            "frac" or "tfrac" or "dfrac" => ($"<mfrac>{Argument()}{Argument()}</mfrac>", false),
            "sqrt" => (Root(), false),
            "left" => (Fenced(), false),
            "underbrace" => ($"<munder>{Argument()}<mo>⏟</mo></munder>", true),
            "text" or "textrm" or "textit" or "mbox" => ($"<mtext>{WebUtility.HtmlEncode(Raw())}</mtext>", false),
            "mathrm" or "operatorname" or "mathsf" or "mathtt" or "rm" => ($"<mi mathvariant=\"normal\">{WebUtility.HtmlEncode(Raw())}</mi>", false),
            "mathbb" or "mathcal" or "mathscr" or "mathbf" or "boldsymbol" or "bm" =>
                ($"<mi mathvariant=\"normal\">{string.Concat(Raw().Select(c => MathSymbols.Styled(name, c)))}</mi>", false),
            "mathit" => ($"<mi>{WebUtility.HtmlEncode(Raw())}</mi>", false),
            "big" or "Big" or "bigl" or "bigr" or "Bigl" or "Bigr" or "displaystyle" or "textstyle" or "limits" => ("", false),
            "begin" => (Table(), false),
            _ => throw new FormatException(),
        };
    }

    private string Root()
    {
        SkipSpace();
        if (Take("["))
        {
            string index = Row("]");
            return $"<mroot>{Argument()}<mrow>{index}</mrow></mroot>";
        }
        return $"<msqrt>{Argument()}</msqrt>";
    }

    private string Fenced()
    {
        string left = Fence();
        string body = Row("\\right");
        return $"<mrow>{left}{body}{Fence()}</mrow>";
    }

    private string Fence()
    {
        SkipSpace();
        if (Take("."))
        {
            return "";
        }
        if (Take("\\"))
        {
            return MathSymbols.Operators.TryGetValue(Name(), out string? sign) ? $"<mo stretchy=\"true\">{sign}</mo>" : throw new FormatException();
        }
        return _at < _tex.Length ? $"<mo stretchy=\"true\">{Sign(_tex[_at++])}</mo>" : throw new FormatException();
    }

    /// <summary>Rows and columns: cases, aligned equations, matrices.</summary>
    private string Table()
    {
        string name = Raw();
        string end = $"\\end{{{name}}}";
        int stop = _tex.IndexOf(end, _at, StringComparison.Ordinal);
        if (stop < 0)
        {
            throw new FormatException();
        }
        IEnumerable<string> rows = _tex[_at..stop].Split("\\\\").Where(row => row.Trim().Length > 0).Select(row =>
            "<mtr>" + string.Concat(row.Split('&').Select(cell => $"<mtd>{new MathMl(cell, _display).Row(end: null)}</mtd>")) + "</mtr>");
        string align = name.StartsWith("align", StringComparison.Ordinal) ? " columnalign=\"right left\"" : name == "cases" ? " columnalign=\"left\"" : "";
        string table = $"<mtable{align}>{string.Concat(rows)}</mtable>";
        _at = stop + end.Length;
        return name switch
        {
            "cases" => $"<mrow><mo stretchy=\"true\">{{</mo>{table}</mrow>",
            "pmatrix" => $"<mrow><mo stretchy=\"true\">(</mo>{table}<mo stretchy=\"true\">)</mo></mrow>",
            "bmatrix" => $"<mrow><mo stretchy=\"true\">[</mo>{table}<mo stretchy=\"true\">]</mo></mrow>",
            _ => table,
        };
    }

    /// <summary>What a command or a script applies to: a group, or one piece.</summary>
    private string Argument()
    {
        SkipSpace();
        return _at < _tex.Length ? Piece().Piece : throw new FormatException();
    }

    /// <summary>A group's text as it stands.</summary>
    private string Raw()
    {
        SkipSpace();
        if (!Take("{"))
        {
            return _at < _tex.Length ? _tex[_at++].ToString() : throw new FormatException();
        }
        int start = _at;
        for (int depth = 1; _at < _tex.Length; _at++)
        {
            depth += _tex[_at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return _tex[start.._at++].Replace("\\ ", " ", StringComparison.Ordinal);
            }
        }
        throw new FormatException();
    }

    /// <summary>The name of a command behind its backslash: letters, or one other character.</summary>
    private string Name()
    {
        int start = _at;
        while (_at < _tex.Length && char.IsAsciiLetter(_tex[_at]))
        {
            _at++;
        }
        return _at > start ? _tex[start.._at] : _at < _tex.Length ? _tex[_at++].ToString() : throw new FormatException();
    }

    private bool Take(string text)
    {
        bool here = _tex.AsSpan(_at).StartsWith(text, StringComparison.Ordinal);
        _at += here ? text.Length : 0;
        return here;
    }

    private void SkipSpace()
    {
        while (_at < _tex.Length && char.IsWhiteSpace(_tex[_at]))
        {
            _at++;
        }
    }

    private static string Sign(char c) => c switch
    {
        '-' => "−",
        '*' => "∗",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => c.ToString(),
    };
}
