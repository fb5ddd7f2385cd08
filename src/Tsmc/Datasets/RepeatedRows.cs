using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tsmc.Datasets;

/// <summary>Finds rows that stand twice in a file, byte for byte.</summary>
internal sealed class RepeatedRows
{
    private readonly Dictionary<ulong, int> _lines = [];

    /// <summary>Remembers a row.</summary>
    /// <exception cref="InvalidDataException">The same row stood before.</exception>
    public void Check(SourceRow row)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(row.Utf8.Span.Trim(" \r\t"u8), hash);
        ulong key = BinaryPrimitives.ReadUInt64LittleEndian(hash);
        if (!_lines.TryAdd(key, row.Line))
        {
            throw new InvalidDataException($"the same row as line {_lines[key]}; expected every row once.");
        }
    }
}
