using System.Text;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Tsmc.Notebooks;

/// <summary>
/// Gathers what the kernel displays, prints and replaces, as Jupyter would show it. Events may come from several threads.
/// </summary>
internal sealed class CellOutputs
{
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _outputs = [];

    // Values are replaced by display id, also from a later cell.
    private readonly Dictionary<string, JsonObject> _displays = [];
    private readonly StringBuilder _printed = new();
    private string _stream = "";

    public void Take(KernelEvent kernelEvent)
    {
        lock (_gate)
        {
            switch (kernelEvent)
            {
                case StandardOutputValueProduced printed:
                    Print("stdout", printed);
                    break;
                case StandardErrorValueProduced printed:
                    Print("stderr", printed);
                    break;
                case DisplayedValueUpdated update when _displays.TryGetValue(update.ValueId, out JsonObject? display):
                    display["data"] = Data(update.FormattedValues);
                    break;
                case ReturnValueProduced returned when returned.FormattedValues.Count > 0:
                    Add(returned, new JsonObject
                    {
                        ["data"] = Data(returned.FormattedValues),
                        ["execution_count"] = null,
                        ["metadata"] = new JsonObject(),
                        ["output_type"] = "execute_result",
                    });
                    break;
                case DisplayedValueProduced displayed:
                    Add(displayed, new JsonObject
                    {
                        ["data"] = Data(displayed.FormattedValues),
                        ["metadata"] = new JsonObject(),
                        ["output_type"] = "display_data",
                    });
                    break;
            }
        }
    }

    /// <summary>Ends a cell: its outputs, an error's last.</summary>
    public IReadOnlyList<JsonObject> EndCell(string? error)
    {
        lock (_gate)
        {
            Flush();
            if (error is not null)
            {
                _outputs.Add(Error(error));
            }
            JsonObject[] outputs = [.. _outputs];
            _outputs.Clear();
            return outputs;
        }
    }

    /// <summary>An error as an output.</summary>
    public static JsonObject Error(string error) => new()
    {
        ["ename"] = "Error",
        ["evalue"] = error.Split('\n')[0].Trim(),
        ["output_type"] = "error",
        ["traceback"] = NotebookCell.Lines(error),
    };

    private void Print(string stream, DisplayEvent printed)
    {
        if (_stream != stream)
        {
            Flush();
            _stream = stream;
        }
        _printed.Append(string.Concat(printed.FormattedValues.Select(value => value.Value)).ReplaceLineEndings("\n"));
    }

    private void Add(DisplayEvent shown, JsonObject output)
    {
        Flush();
        _outputs.Add(output);
        if (shown.ValueId is { } id)
        {
            _displays[id] = output;
        }
    }

    private void Flush()
    {
        if (_printed.Length > 0)
        {
            _outputs.Add(new JsonObject
            {
                ["name"] = _stream,
                ["output_type"] = "stream",
                ["text"] = NotebookCell.Lines(_printed.ToString()),
            });
            _printed.Clear();
        }
    }

    private static JsonObject Data(IEnumerable<FormattedValue> values)
    {
        var data = new JsonObject();
        foreach (FormattedValue value in values)
        {
            data[value.MimeType] = NotebookCell.Lines(value.Value.ReplaceLineEndings("\n"));
        }
        return data;
    }
}
