using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tsmc.Notebooks.Pages;

/// <summary>
/// A notebook as one HTML page that needs no network: prose with formulas, code, and the outputs as a notebook shows them. An output's
/// own HTML goes into the page as it is, scripts too, so make pages of notebooks that you trust.
/// </summary>
public static partial class NotebookPage
{
    /// <summary>Writes the page beside its place and renames it there.</summary>
    /// <param name="notebook">The notebook, with its outputs.</param>
    /// <param name="path">The file, for example <c>05-twisted-smc.html</c>; its folder is made when missing.</param>
    /// <param name="folder">Where the notebook lies, for pictures that it refers to.</param>
    public static void Save(NotebookFile notebook, string path, string folder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string beside = path + ".part";
        File.WriteAllText(beside, ToHtml(notebook, folder, Path.GetFileNameWithoutExtension(path)), new UTF8Encoding(false));
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>The page: the same notebook gives the same text.</summary>
    /// <param name="notebook">The notebook, with its outputs.</param>
    /// <param name="folder">Where the notebook lies, for pictures that it refers to.</param>
    /// <param name="name">The page's title where the notebook has no heading.</param>
    public static string ToHtml(NotebookFile notebook, string folder, string name)
    {
        var body = new StringBuilder();
        foreach (NotebookCell cell in notebook.Cells)
        {
            body.Append(cell.IsCode ? Code(cell) : Prose(cell, folder));
        }
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{E(Title(notebook) ?? name)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main>
            {body}</main>
            </body>
            </html>

            """;
    }

    private static string? Title(NotebookFile notebook)
    {
        string? heading = notebook.Cells.Where(cell => !cell.IsCode).SelectMany(cell => cell.Source.Split('\n'))
            .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal));
        return heading?[2..].Trim();
    }

    private static string Prose(NotebookCell cell, string folder) =>
        cell.IsMarkdown ? $"<section>\n{MarkdownCells.ToHtml(cell.Source, folder)}</section>\n" : $"<pre>{E(cell.Source)}</pre>\n";

    private static string Code(NotebookCell cell)
    {
        var html = new StringBuilder();
        string injected = cell.Tags.Contains(NotebookFile.InjectedTag) ? " injected" : "";
        html.Append($"<section class=\"code{injected}\">\n<pre class=\"source\"><code>{ColouredCode.ToHtml(cell.Source)}</code></pre>\n");
        foreach (JsonObject output in cell.Outputs)
        {
            html.Append($"<div class=\"output\">{Output(output)}</div>\n");
        }
        return html.Append("</section>\n").ToString();
    }

    private static string Output(JsonObject output) => output["output_type"]?.ToString() switch
    {
        "stream" => $"<pre>{E(NotebookCell.TextOf(output["text"]))}</pre>",
        "error" => $"<pre class=\"error\">{E(WithoutColours(NotebookCell.TextOf(output["traceback"]), output))}</pre>",
        _ => Value(output["data"] as JsonObject ?? []),
    };

    // Jupyter's kernels write terminal colours into their errors, and some leave the traceback empty.
    private static string WithoutColours(string traceback, JsonObject output) => traceback.Trim().Length > 0
        ? TerminalColour().Replace(traceback, "")
        : $"{output["ename"]}: {output["evalue"]}";

    private static string Value(JsonObject data)
    {
        if (data["text/html"] is { } html)
        {
            return NotebookCell.TextOf(html);
        }
        if (data["image/svg+xml"] is { } drawing)
        {
            return NotebookCell.TextOf(drawing);
        }
        if (data["image/png"] is { } picture)
        {
            return $"<img alt=\"\" src=\"data:image/png;base64,{NotebookCell.TextOf(picture).Trim()}\">";
        }
        return $"<pre>{E(NotebookCell.TextOf(data["text/plain"]))}</pre>";
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex TerminalColour();

    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1b1b; --quiet: #5a5a5a; --ground: #fff; --code: #f5f6f7; --line: #d9dce0;
          --keyword: #00539c; --text: #9a3412; --number: #7a3e9d; --error: #b42318; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --quiet: #a0a6ad; --ground: #16181b; --code: #1f2226;
          --line: #3a3f45; --keyword: #7fb8f0; --text: #f0a884; --number: #d2a8f0; --error: #ff8a80; } }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        h1 { font-size: 1.7rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
        section:not(.code) { max-width: 46rem; overflow-wrap: break-word; }
        section:not(.code) table { border-collapse: collapse; } section:not(.code) :is(td, th) { padding: 0.2rem 0.8rem 0.2rem 0; text-align: left; }
        section img { max-width: 100%; }
        pre { margin: 0; font: 13px/1.5 ui-monospace, monospace; overflow-x: auto; }
        code { font-family: ui-monospace, monospace; font-size: 0.9em; }
        pre code { font-size: inherit; }
        .code { margin: 1rem 0; }
        .source { background: var(--code); border: 1px solid var(--line); border-radius: 6px; padding: 0.7rem 0.9rem; }
        .injected .source { border-left: 4px solid var(--number); }
        .output { padding: 0.5rem 0.9rem; overflow-x: auto; }
        .error { color: var(--error); white-space: pre-wrap; }
        .k { color: var(--keyword); } .s { color: var(--text); } .n { color: var(--number); } .c { color: var(--quiet); }
        math { font-size: 1.08em; } math[display="block"] { margin: 0.8rem 0; overflow-x: auto; overflow-y: hidden; }
        """;
}
