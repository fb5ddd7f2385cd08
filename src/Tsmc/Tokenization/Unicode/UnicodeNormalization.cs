using System.Text;

namespace Tsmc.Tokenization.Unicode;

/// <summary>
/// The normal forms NFC, NFD, NFKC and NFKD (Unicode Standard Annex 15), from a table of our own: <see cref="string.Normalize()"/>
/// does nothing in a program without ICU, and tokens must not depend on what a machine has installed.
/// </summary>
internal static class UnicodeNormalization
{
    // Hangul syllables are composed by arithmetic (Unicode Standard, section 3.12).
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int Vowels = 21, Trails = 28, Syllables = 19 * Vowels * Trails;

    private static readonly Lazy<DecompositionTable> Table = new(DecompositionTable.Read);

    /// <summary>Normalises a text.</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    /// <param name="compatibility">Whether characters that only look or mean the same are replaced too (NFKC, NFKD).</param>
    /// <param name="compose">Whether the result is composed again (NFC, NFKC).</param>
    public static string Normalize(string text, bool compatibility, bool compose)
    {
        // Below the first combining mark and Latin-1's own decompositions nothing changes.
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', compatibility || !compose ? '\u007F' : '\u00FF') < 0)
        {
            return text;
        }
        var codePoints = new List<int>(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, compatibility, codePoints);
        }
        Reorder(codePoints);
        if (compose)
        {
            Compose(codePoints);
        }
        var normal = new StringBuilder(text.Length);
        foreach (int codePoint in codePoints)
        {
            normal.Append(new Rune(codePoint).ToString());
        }
        return normal.ToString();
    }

    private static void Decompose(int codePoint, bool compatibility, List<int> into)
    {
        int syllable = codePoint - SyllableBase;
        if (syllable is >= 0 and < Syllables)
        {
            into.Add(LeadBase + (syllable / (Vowels * Trails)));
            into.Add(VowelBase + (syllable / Trails % Vowels));
            if (syllable % Trails > 0)
            {
                into.Add(TrailBase + (syllable % Trails));
            }
        }
        else if (Table.Value.Decomposition(codePoint, compatibility) is { } parts)
        {
            foreach (int part in parts)
            {
                Decompose(part, compatibility, into);
            }
        }
        else
        {
            into.Add(codePoint);
        }
    }

    // Marks behind a starter are sorted by class; the sort is stable.
    private static void Reorder(List<int> codePoints)
    {
        for (int start = 0; start < codePoints.Count; start++)
        {
            int end = start;
            while (end < codePoints.Count && Class(codePoints[end]) > 0)
            {
                end++;
            }
            if (end - start > 1)
            {
                int[] sorted = [.. codePoints.GetRange(start, end - start).OrderBy(Class)];
                for (int i = 0; i < sorted.Length; i++)
                {
                    codePoints[start + i] = sorted[i];
                }
            }
            start = end;
        }
    }

    private static void Compose(List<int> codePoints)
    {
        int written = 0, starter = -1, classBefore = 0;
        foreach (int codePoint in codePoints.ToArray())
        {
            int own = Class(codePoint);
            // A mark of the same or a higher class in between blocks the way to the starter.
            bool blocked = starter < 0 || (written - 1 > starter && (classBefore >= own || classBefore == 0));
            if (!blocked && Pair(codePoints[starter], codePoint) is int composed)
            {
                codePoints[starter] = composed;
                continue;
            }
            if (own == 0)
            {
                starter = written;
            }
            classBefore = own;
            codePoints[written++] = codePoint;
        }
        codePoints.RemoveRange(written, codePoints.Count - written);
    }

    private static int? Pair(int first, int second)
    {
        if (first - LeadBase is >= 0 and < 19 && second - VowelBase is >= 0 and < Vowels)
        {
            return SyllableBase + ((((first - LeadBase) * Vowels) + second - VowelBase) * Trails);
        }
        if (first - SyllableBase is >= 0 and < Syllables && (first - SyllableBase) % Trails == 0 && second - TrailBase is > 0 and < Trails)
        {
            return first + second - TrailBase;
        }
        return Table.Value.Composition(first, second);
    }

    private static int Class(int codePoint) => codePoint < 0x300 ? 0 : Table.Value.CombiningClass(codePoint);
}
