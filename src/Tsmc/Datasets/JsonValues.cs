namespace Tsmc.Datasets;

/// <summary>
/// Cuts a file into its objects: the items of one array, or objects one after the other, over as many lines as they like.
/// It looks only at brackets and strings; parsing is the row's own.
/// </summary>
internal sealed class JsonValues(string file, ByteSource source)
{
    private readonly List<byte> _value = [];
    private int _index;
    private bool _cutOff;

    public IEnumerable<SourceRow> Rows()
    {
        bool array = source.Peek() == '[';
        if (array)
        {
            source.Next();
        }
        while (true)
        {
            switch (source.Peek())
            {
                case -1 when array && !_cutOff:
                    yield return Row(source.Line, "the array does not end; expected ] after the last row.");
                    yield break;
                case -1:
                    yield break;
                case ' ' or '\t' or '\r' or '\n' or ',':
                    source.Next();
                    break;
                case ']' when array:
                    source.Next();
                    array = false;
                    break;
                default:
                    yield return Value();
                    break;
            }
        }
    }

    /// <summary>One value, from its first byte on: up to the bracket that closes it, or a plain value up to the next comma or bracket.</summary>
    private SourceRow Value()
    {
        _value.Clear();
        (int depth, bool text, bool escaped, int line) = (0, false, false, 0);
        for (int value; (value = source.Peek()) >= 0;)
        {
            if (depth == 0 && !text && line > 0 && value is ',' or ']')
            {
                return Row(line);
            }
            source.Next();
            line = line == 0 ? source.Line : line;
            if (text && value == '\n')
            {
                // No JSON string holds a raw line feed, so a quotation mark is missing or too many.
                ToNextObject();
                return Row(line, "a text runs over the end of its line; expected a closing quotation mark.");
            }
            if (_value.Count <= RowReader.LongestRow)
            {
                _value.Add((byte)value);
            }
            if (text)
            {
                text = escaped || value != '"';
                escaped = !escaped && value == '\\';
                continue;
            }
            text = value == '"';
            depth += value switch { '{' or '[' => 1, '}' or ']' => -1, _ => 0 };
            if (depth <= 0 && value is '}' or ']')
            {
                break;
            }
        }
        _cutOff = depth > 0 || text;
        return Row(line, _cutOff ? "the row is cut off; expected a whole JSON object." : null);
    }

    /// <summary>Goes on at the next line that opens an object and nothing else, as indented arrays have it.</summary>
    private void ToNextObject()
    {
        var line = new List<byte>();
        while (source.Peek() >= 0)
        {
            ReadOnlySpan<byte> ahead = source.Ahead;
            int end = ahead.IndexOf((byte)'\n');
            if (end >= 0 && ahead[..end].Trim(" \r\t"u8).SequenceEqual("{"u8))
            {
                return;
            }
            source.ReadLine(line, 0);
        }
    }

    private SourceRow Row(int line, string? fault = null)
    {
        int index = _index++;
        return fault is null && _value.Count > RowReader.LongestRow
            ? RowReader.TooLong(file, line, index)
            : new SourceRow(file, line, index, fault is null ? _value.ToArray() : default, fault);
    }
}
