using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tsmc.Notebooks;

/// <summary>A Jupyter notebook (nbformat 4). What this library does not know of it is kept as it is.</summary>
public sealed class NotebookFile
{
    /// <summary>Tag of the cell whose variables may be set from outside.</summary>
    public const string ParametersTag = "parameters";

    /// <summary>Tag of the cell that sets them.</summary>
    public const string InjectedTag = "injected-parameters";

    /// <summary>Tag of a cell whose text output may differ from run to run, because it holds durations.</summary>
    public const string TimedTag = "timed";

    // As Jupyter writes it, so that a diff after a run in Jupyter holds only what changed.
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject _root;
    private readonly List<NotebookCell> _cells;

    private NotebookFile(JsonObject root)
    {
        _root = root;
        _cells = [.. root["cells"]!.AsArray().Select(cell => new NotebookCell(cell!.AsObject()))];
    }

    /// <summary>The cells, in order.</summary>
    public IReadOnlyList<NotebookCell> Cells => _cells;

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">It is no notebook.</exception>
    public static NotebookFile Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file; expected a notebook (.ipynb).", path);
        }
        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>Reads a notebook from its text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">It is no notebook.</exception>
    public static NotebookFile Parse(string json, string name)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(json);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{name}, line {error.LineNumber + 1}: not JSON; expected a notebook (.ipynb).", error);
        }
        if (root is not JsonObject notebook || notebook["cells"] is not JsonArray cells || notebook["nbformat"]?.ToString() != "4")
        {
            throw new InvalidDataException($"{name}: expected a notebook of nbformat 4 with a list of cells.");
        }
        int wrong = cells.ToList().FindIndex(
            cell => cell is not JsonObject one || one["cell_type"] is not JsonValue || one["source"] is null);
        if (wrong >= 0)
        {
            throw new InvalidDataException($"{name}, cell {wrong + 1}: expected an object with cell_type and source.");
        }
        return new NotebookFile(notebook);
    }

    /// <summary>
    /// How the machine rounded that the outputs come from (<see cref="Torch.Arithmetic.Fingerprint"/>), or null where nobody said.
    /// </summary>
    public string? Arithmetic
    {
        get => _root["metadata"]?["tsmc"]?["arithmetic"]?.ToString();
        set
        {
            var metadata = (JsonObject)(_root["metadata"] ??= new JsonObject());
            metadata["tsmc"] = new JsonObject { ["arithmetic"] = value };
        }
    }

    /// <summary>Writes the notebook beside its place and renames it there.</summary>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string beside = path + ".part";
        File.WriteAllText(beside, ToJson(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>The notebook's text.</summary>
    public string ToJson() => _root.ToJsonString(Format) + "\n";

    /// <summary>The notebook's text in one line.</summary>
    internal string ToLine() => _root.ToJsonString();

    /// <summary>Drops every output and execution count.</summary>
    internal void ClearOutputs()
    {
        foreach (NotebookCell cell in _cells.Where(cell => cell.IsCode))
        {
            cell.SetOutputs([]);
            cell.Json["execution_count"] = null;
        }
    }

    /// <summary>
    /// Puts a code cell behind the parameters cell that sets variables declared there; one of an earlier run is replaced.
    /// </summary>
    /// <param name="values">
    /// Names and values. The value of a <c>string</c> is its text; any other stands in the code as it is, such as <c>[5, 20]</c>.
    /// </param>
    /// <exception cref="ArgumentException">The notebook has no parameters cell, or it does not declare such a variable.</exception>
    public void InjectParameters(IReadOnlyDictionary<string, string> values)
    {
        RemoveInjected();
        if (values.Count == 0)
        {
            return;
        }
        int at = _cells.FindIndex(cell => cell.IsCode && cell.Tags.Contains(ParametersTag));
        if (at < 0)
        {
            throw new ArgumentException(
                $"The notebook has no code cell tagged \"{ParametersTag}\"; expected one to set {string.Join(", ", values.Keys)}.");
        }
        NotebookCell cell = NotebookCell.Code($"injected-{_cells[at].Id}", ParameterCode.Assign(_cells[at].Source, values), InjectedTag);
        _cells.Insert(at + 1, cell);
        _root["cells"]!.AsArray().Insert(at + 1, cell.Json);
    }

    internal void RemoveInjected()
    {
        for (int i = _cells.Count - 1; i >= 0; i--)
        {
            if (_cells[i].Tags.Contains(InjectedTag))
            {
                _cells.RemoveAt(i);
                _root["cells"]!.AsArray().RemoveAt(i);
            }
        }
    }
}
