using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tsmc.Training;

/// <summary>SHA-256 of lists of numbers, their lengths included.</summary>
internal sealed class Fingerprint : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(IReadOnlyList<int> numbers)
    {
        var bytes = new byte[4 * (numbers.Count + 1)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, numbers.Count);
        for (int i = 0; i < numbers.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * (i + 1)), numbers[i]);
        }
        _hash.AppendData(bytes);
    }

    /// <summary>The fingerprint of all that was added, in hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();
}
