using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Tsmc.Datasets;

/// <summary>
/// Tells whether two texts are the same problem: a hash of the text without what typesetting changes (case, blanks, dollar signs, LaTeX's
/// spacing, <c>\left</c>, <c>\dfrac</c>, typographic quotation marks, the final stop). Numbers, signs and words all count, so two problems
/// that differ in one of them have different keys.
/// </summary>
/// <remarks>64 bits: among two million problems two different ones share a key with a chance of about one in ten million.</remarks>
public readonly partial record struct ProblemKey
{
    private readonly ulong _hash;

    private ProblemKey(ulong hash) => _hash = hash;

    /// <summary>The key of a problem's text.</summary>
    public static ProblemKey Of(string problem)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(Normalised(problem)), hash);
        return new ProblemKey(BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    /// <summary>A number in [0, 1) that depends on the problem alone and is uniform over problems: splits are drawn by it.</summary>
    public double Share => (_hash >> 11) * (1.0 / (1UL << 53));

    /// <summary>What of a problem's text counts.</summary>
    public static string Normalised(string problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        string text = Spacing().Replace(problem, "").Replace(@"\dfrac", @"\frac", StringComparison.Ordinal).Replace(@"\tfrac", @"\frac", StringComparison.Ordinal);
        var kept = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            char plain = character switch
            {
                '’' or '‘' or '`' => '\'',
                '“' or '”' => '"',
                '–' or '—' or '−' => '-',
                _ => char.ToLowerInvariant(character),
            };
            if (!char.IsWhiteSpace(plain) && !char.IsControl(plain) && plain is not ('$' or '\u200B' or '\uFEFF'))
            {
                kept.Append(plain);
            }
        }
        return kept.ToString().TrimEnd('.', '?', '!', ':');
    }

    // LaTeX's spaces, and \left and \right but not \leftarrow.
    [GeneratedRegex(@"\\[,!;: ]|\\q?quad(?![A-Za-z])|\\(?:left|right)(?![A-Za-z])|~")]
    private static partial Regex Spacing();
}
