using System.Globalization;

namespace Tsmc.Tokenization.Unicode;

/// <summary>Decompositions and canonical combining classes, from <c>decompositions.txt</c> beside this file.</summary>
internal sealed class DecompositionTable
{
    private readonly Dictionary<int, (int[] Parts, bool Compatible)> _decompositions = [];
    private readonly Dictionary<(int, int), int> _compositions = [];
    private readonly Dictionary<int, int> _classes = [];

    /// <summary>One step of a character's decomposition, or null where it stays.</summary>
    public int[]? Decomposition(int codePoint, bool compatibility) =>
        _decompositions.TryGetValue(codePoint, out (int[] Parts, bool Compatible) entry) && (compatibility || !entry.Compatible) ? entry.Parts : null;

    /// <summary>The character that a pair composes to, or null.</summary>
    public int? Composition(int first, int second) => _compositions.TryGetValue((first, second), out int composed) ? composed : null;

    /// <summary>The canonical combining class; 0 for a starter.</summary>
    public int CombiningClass(int codePoint) => _classes.GetValueOrDefault(codePoint);

    /// <summary>Reads the table out of the assembly.</summary>
    public static DecompositionTable Read()
    {
        var table = new DecompositionTable();
        using Stream stream = typeof(DecompositionTable).Assembly.GetManifestResourceStream("Tsmc.Tokenization.Unicode.decompositions.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is string line)
        {
            int mark = line.IndexOfAny(['=', '!', '~', ':', '#']);
            if (line[mark] == '#')
            {
                continue;
            }
            int[] left = Numbers(line[..mark].Split('-'));
            if (line[mark] == ':')
            {
                for (int codePoint = left[0]; codePoint <= left[1]; codePoint++)
                {
                    table._classes[codePoint] = int.Parse(line.AsSpan(mark + 1), CultureInfo.InvariantCulture);
                }
                continue;
            }
            int[] parts = Numbers(line[(mark + 1)..].Split(' '));
            table._decompositions[left[0]] = (parts, line[mark] == '~');
            if (line[mark] == '=')
            {
                table._compositions[(parts[0], parts[1])] = left[0];
            }
        }
        return table;
    }

    private static int[] Numbers(string[] texts) =>
        [.. texts.Select(text => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
}
