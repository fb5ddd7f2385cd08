using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tsmc.Notebooks;

/// <summary>One cell of a <see cref="NotebookFile"/>.</summary>
public sealed partial class NotebookCell
{
    internal NotebookCell(JsonObject json) => Json = json;

    internal JsonObject Json { get; }

    /// <summary>The cell's id; empty in notebooks older than nbformat 4.5.</summary>
    public string Id => Json["id"]?.ToString() ?? "";

    /// <summary>Whether the cell is run; other cells are prose.</summary>
    public bool IsCode => Json["cell_type"]!.ToString() == "code";

    /// <summary>Whether the cell is prose in Markdown.</summary>
    public bool IsMarkdown => Json["cell_type"]!.ToString() == "markdown";

    /// <summary>The cell's text.</summary>
    public string Source => TextOf(Json["source"]);

    /// <summary>The cell's tags.</summary>
    public IReadOnlyList<string> Tags => Json["metadata"]?["tags"] is JsonArray tags ? [.. tags.Select(tag => tag!.ToString())] : [];

    /// <summary>The cell's outputs, as nbformat writes them; empty for prose.</summary>
    public IReadOnlyList<JsonObject> Outputs =>
        Json["outputs"] is JsonArray outputs ? [.. outputs.Select(output => output!.AsObject())] : [];

    /// <summary>What the outputs say as plain text: printed lines, and each displayed value's text, or its HTML without tags.</summary>
    public string OutputText => string.Concat(Outputs.Select(output =>
        output["output_type"]!.ToString() == "stream" ? TextOf(output["text"])
        : output["data"]?["text/plain"] is { } plain ? TextOf(plain)
        : WebUtility.HtmlDecode(Tag().Replace(TextOf(output["data"]?["text/html"]), ""))));

    internal static NotebookCell Code(string id, string source, string tag) => new(new JsonObject
    {
        ["cell_type"] = "code",
        ["execution_count"] = null,
        ["id"] = id,
        ["metadata"] = new JsonObject { ["tags"] = new JsonArray(tag) },
        ["outputs"] = new JsonArray(),
        ["source"] = Lines(source),
    });

    internal void SetOutputs(IEnumerable<JsonObject> outputs) => Json["outputs"] = new JsonArray([.. outputs]);

    /// <summary>A text as nbformat stores it, either in one piece or as a list of lines.</summary>
    internal static string TextOf(JsonNode? text) => text switch
    {
        null => "",
        JsonArray lines => string.Concat(lines.Select(line => line?.ToString())),
        _ => text.ToString(),
    };

    /// <summary>A text as a list of lines, each but the last with its line end.</summary>
    internal static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start) + 1;
            end = end == 0 ? text.Length : end;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }

    [GeneratedRegex("<style.*?</style>|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Tag();
}
