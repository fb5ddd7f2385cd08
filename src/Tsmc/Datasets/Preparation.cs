using System.Text.Json;
using Tsmc.Problems;

namespace Tsmc.Datasets;

/// <summary>
/// Brings a data set into this project's rows: problems in <c>train.jsonl</c>, <c>valid.jsonl</c>, <c>test.jsonl</c>, fine-tuning rows in
/// <c>sft-train.jsonl</c> and <c>sft-valid.jsonl</c>, step labels in <c>labels-train.jsonl</c> and <c>labels-valid.jsonl</c>, and
/// <c>report.json</c>. A problem is in one split only, whatever its wording's typography, and of test problems nothing is used for training.
/// </summary>
public sealed class Preparation
{
    private const int BadRowsKept = 20;

    private readonly DatasetFormat _format;
    private readonly PreparationOptions _options;
    private readonly string _folder;
    private readonly ProblemSplits _splits;
    private readonly List<InputCounts> _counts = [];
    private readonly List<string> _badRows = [];
    private readonly HashSet<ProblemKey> _written = [];

    private Preparation(DatasetFormat format, PreparationOptions options, string folder)
    {
        (_format, _options, _folder) = (format, options, folder);
        _splits = new ProblemSplits(options.ValidInputs.Count > 0 ? 0 : options.ValidShare, options.TestShare);
    }

    /// <summary>Reads the data and writes the files; they appear whole, at the end.</summary>
    /// <param name="format">How the rows are read.</param>
    /// <param name="options">What is read and how it is split.</param>
    /// <param name="folder">Where the files go; those of an earlier run are replaced.</param>
    /// <param name="progress">Told the share of the bytes read, in [0, 1].</param>
    /// <param name="cancellation">Stops the run; then nothing is written.</param>
    /// <exception cref="FileNotFoundException">An input is not there.</exception>
    /// <exception cref="InvalidDataException">A row is bad and bad rows are not skipped; the message names file and line.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or an output file would replace an input.</exception>
    public static PreparationReport Run(
        DatasetFormat format, PreparationOptions options, string folder,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options.Validate();
        return new Preparation(format, options, folder).Run(progress, cancellation);
    }

    private PreparationReport Run(IProgress<double>? progress, CancellationToken ct)
    {
        // Test first, so that a problem which stands in several sets is left out of training.
        (string File, Split Split)[] files = [.. Files(_options.TestInputs, Split.Test), .. Files(_options.ValidInputs, Split.Valid), .. Files(_options.Inputs, Split.ByHash)];
        string[] known = [.. _options.TestProblems.SelectMany(RowReader.Files)];
        Refuse(files.Select(file => file.File).Concat(known));
        long total = files.Select(file => file.File).Concat(known).Sum(file => new FileInfo(file).Length);
        long before = 0;
        void Rows(string file, Action<SourceRow> use)
        {
            foreach (SourceRow row in RowReader.Read(file, at => progress?.Report((before + at) / (double)Math.Max(1, total))))
            {
                ct.ThrowIfCancellationRequested();
                use(row);
            }
            before += new FileInfo(file).Length;
        }
        foreach (string file in known)
        {
            var counts = new InputCounts { File = file };
            Rows(file, row => Use(row, counts, document => _splits.LeaveOut(ProblemTexts.Of(document.RootElement))));
        }
        using var output = new OutputFiles(_folder);
        foreach ((string file, Split split) in files)
        {
            var counts = new InputCounts { File = file };
            _counts.Add(counts);
            var repeated = new RepeatedRows();
            string stem = Stem(file, files.Select(other => other.File));
            Rows(file, row =>
            {
                counts.Read++;
                Use(row, counts, document =>
                {
                    repeated.Check(row);
                    Take(_format.Read(document.RootElement, $"{stem}-{row.Index:D5}"), split, counts, output);
                });
            });
        }
        var report = new PreparationReport
        {
            Format = _format.Name,
            Options = _options,
            Inputs = _counts,
            Repeated = output.Repeated,
            Written = new SortedDictionary<string, int>(output.Counts.ToDictionary(), StringComparer.Ordinal),
            BadRows = _badRows,
        };
        output.Commit(PreparationReport.Find(_folder)?.Written.Keys ?? []);
        JsonLines.Write(Path.Combine(_folder, PreparationReport.File), [report]);
        return report;
    }

    /// <summary>Parses a row and uses it; a bad one ends the run or is counted.</summary>
    private void Use(SourceRow row, InputCounts counts, Action<JsonDocument> use)
    {
        try
        {
            using JsonDocument document = row.Parse();
            use(document);
        }
        catch (InvalidDataException error)
        {
            string sentence = $"{row.Place}: {error.Message}";
            if (!_options.SkipBad)
            {
                throw new InvalidDataException(sentence, error);
            }
            counts.Drop("bad row");
            if (_badRows.Count < BadRowsKept)
            {
                _badRows.Add(sentence);
            }
        }
    }

    private void Take(DatasetRow row, Split given, InputCounts counts, OutputFiles output)
    {
        if (row.Unusable is not null)
        {
            counts.Drop(row.Unusable);
            return;
        }
        ProblemKey[] keys = [.. row.ProblemTexts.Select(ProblemKey.Of)];
        Split? split = _splits.Of(keys, given);
        if (split is null)
        {
            counts.Drop("its problem is in the test or validation set");
            return;
        }
        bool isNew = _written.Add(keys[0]);
        if (row.IsProblem && !isNew)
        {
            counts.Drop("its problem stands before");
            return;
        }
        string name = split switch { Split.Test => "test", Split.Valid => "valid", _ => "train" };
        bool any = false;
        if (row.Problem is { } problem && isNew)
        {
            output.Write($"{name}.jsonl", problem, problem.Id + "\n" + problem.Text);
            any = true;
        }
        if (split != Split.Test)
        {
            foreach (SftRow sft in row.Sft)
            {
                output.Write($"sft-{name}.jsonl", sft, sft);
            }
            foreach (StepLabelRow label in row.Labels)
            {
                output.Write($"labels-{name}.jsonl", label, label with { Id = "" });
            }
            any |= row.Sft.Count + row.Labels.Count > 0;
        }
        if (any)
        {
            counts.Kept++;
        }
        else
        {
            counts.Drop("a test problem");
        }
    }

    /// <summary>Refuses outputs that would replace an input.</summary>
    private void Refuse(IEnumerable<string> inputs)
    {
        string folder = Path.GetFullPath(_folder);
        if (inputs.FirstOrDefault(file => Path.GetDirectoryName(Path.GetFullPath(file)) == folder) is { } inside)
        {
            throw new ArgumentException($"{inside} lies in the output folder {_folder}; expected another folder, so that no input is replaced.");
        }
    }

    private static IEnumerable<(string File, Split Split)> Files(IReadOnlyList<string> inputs, Split split) =>
        inputs.SelectMany(RowReader.Files).Select(file => (file, split));

    /// <summary>The file's name without its ending, its folder before it where another file has the same name.</summary>
    private static string Stem(string file, IEnumerable<string> all)
    {
        string stem = Path.GetFileNameWithoutExtension(file);
        return all.Count(other => Path.GetFileNameWithoutExtension(other) == stem) > 1
            ? Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) + "/" + stem
            : stem;
    }
}
