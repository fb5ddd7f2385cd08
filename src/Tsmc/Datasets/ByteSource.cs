namespace Tsmc.Datasets;

/// <summary>The bytes of a file one by one, through a buffer, without its byte order mark, with the number of the line.</summary>
internal sealed class ByteSource : IDisposable
{
    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _at;
    private int _end;
    private bool _newline;

    public ByteSource(string path)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        Fill();
        if (_buffer.AsSpan(0, _end).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            _at = 3;
        }
    }

    /// <summary>The line of the byte read last, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Bytes read so far.</summary>
    public long Position => _file.Position - (_end - _at);

    /// <summary>The next byte, or -1 at the end.</summary>
    public int Next()
    {
        if (_at == _end && !Fill())
        {
            return -1;
        }
        if (_newline)
        {
            Line++;
        }
        byte value = _buffer[_at++];
        _newline = value == '\n';
        return value;
    }

    /// <summary>The next byte without taking it, or -1 at the end.</summary>
    public int Peek() => _at < _end || Fill() ? _buffer[_at] : -1;

    /// <summary>What is left of the line in the buffer, without taking it; for a look ahead.</summary>
    public ReadOnlySpan<byte> Ahead => _buffer.AsSpan(_at, _end - _at);

    /// <summary>Takes the bytes up to the end of the line, which is taken too but not kept; false when there is nothing left.</summary>
    public bool ReadLine(List<byte> line, int most)
    {
        line.Clear();
        if (Peek() < 0)
        {
            return false;
        }
        if (_newline)
        {
            Line++;
            _newline = false;
        }
        while (Peek() >= 0)
        {
            ReadOnlySpan<byte> ahead = Ahead;
            int end = ahead.IndexOf((byte)'\n');
            ReadOnlySpan<byte> part = end < 0 ? ahead : ahead[..end];
            if (line.Count <= most)
            {
                line.AddRange(part);
            }
            _at += part.Length;
            if (end >= 0)
            {
                _at++;
                _newline = true;
                break;
            }
        }
        return true;
    }

    public void Dispose() => _file.Dispose();

    private bool Fill()
    {
        _at = 0;
        _end = _file.Read(_buffer);
        return _end > 0;
    }
}
