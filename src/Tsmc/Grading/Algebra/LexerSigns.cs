namespace Tsmc.Grading.Algebra;

/// <summary>The half of the lexer that reads LaTeX commands, brackets and other signs.</summary>
internal sealed partial class Lexer
{
    private int Command(int at, int end)
    {
        int start = at + 1;
        if (start >= end)
        {
            return -1;
        }
        if (_text[start] == '\\' && (_matrices > 0 || start + 1 >= end || !char.IsAsciiLetter(_text[start + 1])))
        {
            if (_matrices > 0)
            {
                Emit(new(TokenKind.Row, @"\\"));
            }
            return start + 1;
        }
        while (start < end && _text[start] == '\\')
        {
            // A doubled backslash outside of a matrix is a badly escaped command.
            start++;
        }
        int stop = start;
        while (stop < end && char.IsAsciiLetter(_text[stop]))
        {
            stop++;
        }
        if (stop == start)
        {
            return start >= end ? -1 : Escaped(start);
        }
        string name = _text[start..stop];
        if (Vocabulary.Fonts.Contains(name) && Next(stop, end) is int brace && brace < end && _text[brace] == '{')
        {
            return Font(name, brace, end);
        }
        if (name is "begin" or "end")
        {
            return Environment(name, stop, end);
        }
        if (Vocabulary.Layout.Contains(name) || Vocabulary.Fonts.Contains(name))
        {
            return name is "left" or "right" && stop < end && _text[stop] == '.' ? stop + 1 : stop;
        }
        if (Vocabulary.Commands.TryGetValue(name, out Token token) || Vocabulary.Names.TryGetValue(name, out token))
        {
            EmitSign(token);
            return token.Kind == TokenKind.Symbol ? AfterSymbol(stop, end) : stop;
        }
        Emit(new(TokenKind.Symbol, "\\" + name));
        return AfterSymbol(stop, end);
    }

    /// <summary>A backslash before a sign: braces of a set, or layout.</summary>
    private int Escaped(int at)
    {
        switch (_text[at])
        {
            case '{':
                Open("\\{");
                break;
            case '}':
                return Close("\\}") ? at + 1 : -1;
            case '|':
                return -1;
            case '%':
                Emit(new(TokenKind.Percent, "%"));
                break;
        }
        return at + 1;
    }

    private int Font(string name, int brace, int end)
    {
        int close = ClosingBrace(brace + 1, end);
        if (close < 0 || _outside.Count > MaxDepth)
        {
            return -1;
        }
        bool words = name.StartsWith("text", StringComparison.Ordinal) || name is "mbox" or "hbox" or "mathrm" or "operatorname";
        if (!words)
        {
            Open("{");
        }
        _prefixes++;
        return _prefixes < 2 * MaxDepth && Scan(brace + 1, close, words) && (words || Close("}")) ? AfterFont(close + 1, end) : -1;
    }

    private int AfterFont(int at, int end) => _tokens is [.., { Kind: TokenKind.Symbol }] ? AfterSymbol(at, end) : at;

    private int Environment(string name, int at, int end)
    {
        if (at >= end || _text[at] != '{' || ClosingBrace(at + 1, end) is not (> 0 and int close))
        {
            return -1;
        }
        string environment = _text[(at + 1)..close].Trim('*');
        if (!environment.EndsWith("matrix", StringComparison.Ordinal) && environment is not "array")
        {
            // Alignments and the like only lay out what they hold.
            return close + 1;
        }
        _matrices += name == "begin" ? 1 : -1;
        if (name == "begin")
        {
            Emit(new(TokenKind.MatrixBegin, "matrix"));
            _outside.Push((_arguments, _bars));
            (_arguments, _bars) = (0, 0);
            bool columns = environment == "array" && close + 1 < end && _text[close + 1] == '{';
            return columns && ClosingBrace(close + 2, end) is > 0 and int after ? after + 1 : close + 1;
        }
        if (!_outside.TryPop(out (int Arguments, int Bars) outside))
        {
            return -1;
        }
        (_arguments, _bars) = outside;
        Emit(new(TokenKind.MatrixEnd, "end"));
        return close + 1;
    }

    private int Sign(int at, int end)
    {
        char sign = _text[at];
        if (sign is >= '！' and <= '～')
        {
            sign = (char)(sign - '！' + '!');
        }
        if (char.IsAsciiDigit(sign))
        {
            Emit(NumberToken([sign], [], []));
            return at + 1;
        }
        if (sign == '^' && Next(at + 1, end) is int power && Degree(power, end) is > 0 and int degree)
        {
            return degree;
        }
        if (sign == '_' && _tokens is [.., { Kind: TokenKind.Open, Text: "(" }, { Kind: TokenKind.Number } digits, { Kind: TokenKind.Close }]
            && Subscript(at, end) is (string index, int after))
        {
            // (4343)_6 is 4343_6.
            _tokens.RemoveRange(_tokens.Count - 3, 3);
            Emit(new(TokenKind.Symbol, $"{digits.Text}_{index}"));
            return after;
        }
        if (at + 1 < end && Vocabulary.Signs.TryGetValue(_text.Substring(at, 2), out Token pair))
        {
            EmitSign(pair);
            return at + 2;
        }
        if (Vocabulary.Signs.TryGetValue(sign.ToString(), out Token known))
        {
            return EmitSign(known) ? at + 1 : -1;
        }
        switch (sign)
        {
            case '²' or '³':
                Emit(new(TokenKind.Operator, "^"));
                Emit(NumberToken([sign == '²' ? '2' : '3'], [], []));
                return at + 1;
            case '.':
                // The end of a sentence.
                return Next(at + 1, end) >= end ? end : -1;
            default:
                return char.IsWhiteSpace(sign) || sign is '$' or '€' or '£' or '°' or '~' or '"' or '\u200b' ? at + 1 : -1;
        }
    }

    /// <summary>The place after a raised circle, which marks degrees; -1 when there is none.</summary>
    private int Degree(int at, int end)
    {
        foreach (string circle in (ReadOnlySpan<string>)["\\circ", "{\\circ}", "°", "{\\degree}"])
        {
            if (string.CompareOrdinal(_text, at, circle, 0, circle.Length) == 0 && at + circle.Length <= end)
            {
                return at + circle.Length;
            }
        }
        return -1;
    }

    private bool EmitSign(Token token)
    {
        switch (token.Kind)
        {
            case TokenKind.Open:
                Open(token.Text);
                return true;
            case TokenKind.Close:
                return Close(token.Text);
            case TokenKind.Bar:
                // A bar closes where a value has ended inside an open one.
                bool closes = _bars > 0 && _tokens is [.., { Kind: TokenKind.Number or TokenKind.Symbol or TokenKind.Close or TokenKind.Percent or TokenKind.Words }];
                _bars += closes ? -1 : 1;
                Emit(new(closes ? TokenKind.Close : TokenKind.Open, "|"));
                return true;
            default:
                Emit(token);
                return true;
        }
    }

    private void Open(string text)
    {
        _outside.Push((_arguments > 0 ? _arguments - 1 : 0, _bars));
        (_arguments, _bars) = (0, 0);
        _tokens.Add(new(TokenKind.Open, text));
    }

    private bool Close(string text)
    {
        if (!_outside.TryPop(out (int Arguments, int Bars) outside))
        {
            return false;
        }
        (_arguments, _bars) = outside;
        _tokens.Add(new(TokenKind.Close, text));
        return true;
    }

    private int Next(int at, int end)
    {
        while (at < end && char.IsWhiteSpace(_text[at]))
        {
            at++;
        }
        return at;
    }
}
