using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tsmc.Training;

/// <summary>Fine-tuning rows in tokens, with those that are too long left out.</summary>
public sealed class SftDataset
{
    /// <summary>Keeps the rows that are short enough.</summary>
    /// <param name="rows">The rows, in any order.</param>
    /// <param name="maxLength">Most tokens of a row; at least 2.</param>
    /// <exception cref="ArgumentException">A row has no learned token or none before the first; the message names the row.</exception>
    public SftDataset(IEnumerable<TokenRow> rows, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 2);
        var kept = new List<TokenRow>();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((int number, TokenRow row) in rows.Index())
        {
            if (row.FirstTarget < 1 || row.Targets < 1)
            {
                throw new ArgumentException(
                    $"Row {number + 1} has {row.Ids.Count} tokens, the first learned one at {row.FirstTarget}; expected at least one before it and one to learn.");
            }
            if (row.Ids.Count > maxLength)
            {
                LeftOut++;
                continue;
            }
            kept.Add(row);
            var bytes = new byte[4 * (row.Ids.Count + 2)];
            foreach ((int i, int number32) in row.Ids.Append(row.FirstTarget).Append(row.Ids.Count).Index())
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), number32);
            }
            hash.AppendData(bytes);
        }
        Rows = kept;
        Fingerprint = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The rows kept.</summary>
    public IReadOnlyList<TokenRow> Rows { get; }

    /// <summary>Number of rows left out because they are too long.</summary>
    public int LeftOut { get; }

    /// <summary>SHA-256 of the rows kept, in their order.</summary>
    public string Fingerprint { get; }
}
