using System.Text.Json;

namespace Tsmc.Datasets;

/// <summary>One problem that stands in two files.</summary>
/// <param name="First">Where it stands in the first file.</param>
/// <param name="Second">Where it stands in the second.</param>
/// <param name="Text">The problem as the second has it.</param>
public sealed record ProblemOverlap(string First, string Second, string Text)
{
    /// <summary>Finds the problems that two files or folders share, of any formats that this project reads or writes.</summary>
    /// <param name="first">The first file or folder.</param>
    /// <param name="second">The second.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <returns>A row for each row of the second whose problem stands in the first, in the order of the second; see <see cref="ProblemKey"/>.</returns>
    /// <exception cref="FileNotFoundException">One of them is not there.</exception>
    /// <exception cref="InvalidDataException">A row is bad or holds no problem; the message names file and line.</exception>
    public static IEnumerable<ProblemOverlap> Find(string first, string second, CancellationToken cancellation = default)
    {
        var places = new Dictionary<ProblemKey, (string File, int Line)>();
        foreach ((SourceRow row, IReadOnlyList<string> texts) in Texts(first, cancellation))
        {
            foreach (string text in texts)
            {
                places.TryAdd(ProblemKey.Of(text), (row.Path, row.Line));
            }
        }
        foreach ((SourceRow row, IReadOnlyList<string> texts) in Texts(second, cancellation))
        {
            if (texts.FirstOrDefault(text => places.ContainsKey(ProblemKey.Of(text))) is { } shared)
            {
                (string file, int line) = places[ProblemKey.Of(shared)];
                yield return new ProblemOverlap($"{file}, line {line}", row.Place, shared);
            }
        }
    }

    private static IEnumerable<(SourceRow Row, IReadOnlyList<string> Texts)> Texts(string path, CancellationToken ct)
    {
        foreach (SourceRow row in RowReader.Files(path).SelectMany(file => RowReader.Read(file)))
        {
            ct.ThrowIfCancellationRequested();
            IReadOnlyList<string> texts;
            try
            {
                using JsonDocument document = row.Parse();
                texts = ProblemTexts.Of(document.RootElement);
            }
            catch (InvalidDataException error)
            {
                throw new InvalidDataException($"{row.Place}: {error.Message}", error);
            }
            yield return (row, texts);
        }
    }
}
