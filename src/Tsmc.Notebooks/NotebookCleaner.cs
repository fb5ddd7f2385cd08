using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tsmc.Notebooks;

/// <summary>
/// Makes a notebook fit to be committed, and says what is not: nothing of the machine, nothing that differs from run to run.
/// </summary>
public static partial class NotebookCleaner
{
    /// <summary>
    /// Removes execution counts, injected parameters, the kernel's banner and package lists, repeated style blocks and the metadata of
    /// outputs, cuts absolute paths down to file names and takes out addresses. Cleaning again changes nothing.
    /// </summary>
    public static void Clean(NotebookFile notebook)
    {
        notebook.RemoveInjected();
        bool styled = false;
        foreach (NotebookCell cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            cell.Json["execution_count"] = null;
            var kept = new List<JsonObject>();
            foreach (JsonObject output in cell.Outputs)
            {
                if (KernelNoise().IsMatch(AllText(output)))
                {
                    continue;
                }
                var clean = (JsonObject)output.DeepClone();
                if (clean.ContainsKey("metadata"))
                {
                    clean["metadata"] = new JsonObject();
                }
                if (clean.ContainsKey("execution_count"))
                {
                    clean["execution_count"] = null;
                }
                ForEachText(clean, text => WithoutPlaces(WithoutRepeatedStyle(text, ref styled)));
                kept.Add(clean);
            }
            cell.SetOutputs(kept);
        }
    }

    /// <summary>What keeps a notebook from being committed, a sentence each; none when it is clean and has been run.</summary>
    public static IReadOnlyList<string> Findings(NotebookFile notebook)
    {
        var findings = new List<string>();
        bool styled = false;
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            NotebookCell cell = notebook.Cells[i];
            void Find(bool found, string what)
            {
                if (found)
                {
                    findings.Add($"cell {i + 1}: {what}");
                }
            }
            Find(AbsolutePath().IsMatch(cell.Source), "its source names an absolute path.");
            if (!cell.IsCode)
            {
                continue;
            }
            Find(cell.Json["execution_count"] is not null, "it has an execution count.");
            Find(cell.Tags.Contains(NotebookFile.InjectedTag), "its parameters were injected.");
            foreach (JsonObject output in cell.Outputs)
            {
                string text = AllText(output);
                Find(output["output_type"]!.ToString() == "error", "it failed.");
                Find(KernelNoise().IsMatch(text), "the kernel's banner or package list.");
                Find(AbsolutePath().Match(text) is { Success: true } path, $"an absolute path, {AbsolutePath().Match(text).Value}.");
                Find(Address().Match(text) is { Success: true }, $"an address, {Address().Match(text).Value}.");
                Find(output["execution_count"] is not null, "an output has an execution count.");
                Find(output["metadata"] is JsonObject { Count: > 0 }, "an output has metadata.");
                int styles = Style().Count(text);
                Find(styles > (styled ? 0 : 1), "a repeated style block.");
                styled |= styles > 0;
            }
        }
        if (!notebook.Cells.Any(cell => cell.Outputs.Count > 0))
        {
            findings.Add("the notebook has no outputs; run it.");
        }
        return findings;
    }

    private static string WithoutPlaces(string text)
    {
        var clean = new StringBuilder();
        int at = 0;
        foreach (Match packed in Packed().Matches(text))
        {
            clean.Append(WithoutPlace(text[at..packed.Index])).Append(packed.Value);
            at = packed.Index + packed.Length;
        }
        return clean.Append(WithoutPlace(text[at..])).ToString();
    }

    // Addresses first: what follows a host looks like a path.
    private static string WithoutPlace(string text) => AbsolutePath().Replace(Address().Replace(text, "(address)"), "…/${name}");

    private static string WithoutRepeatedStyle(string text, ref bool styled)
    {
        bool before = styled;
        string clean = Style().Replace(text, match =>
        {
            bool repeated = before;
            before = true;
            return repeated ? "" : match.Value;
        });
        styled = before;
        return clean;
    }

    /// <summary>All texts of an output, without packed scripts, in which anything might be read by chance.</summary>
    private static string AllText(JsonObject output)
    {
        var all = new List<string>();
        ForEachText((JsonObject)output.DeepClone(), text =>
        {
            all.Add(text);
            return text;
        });
        return Packed().Replace(string.Join('\n', all), "");
    }

    private static void ForEachText(JsonObject output, Func<string, string> change)
    {
        foreach (string field in (string[])["text", "evalue", "traceback"])
        {
            if (output[field] is { } text)
            {
                string changed = change(NotebookCell.TextOf(text));
                output[field] = text is JsonArray ? NotebookCell.Lines(changed) : changed;
            }
        }
        if (output["data"] is JsonObject data)
        {
            foreach ((string mime, JsonNode? text) in data.ToList())
            {
                data[mime] = NotebookCell.Lines(change(NotebookCell.TextOf(text)));
            }
        }
    }

    [GeneratedRegex(@"dotnet-interactive-this-cell|probeAddresses|Loading extensions from|Installed Packages|Installing Packages")]
    private static partial Regex KernelNoise();

    [GeneratedRegex(@"<style\b[^>]*>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    // Base64 of plotly.js or of a picture.
    [GeneratedRegex(@"[A-Za-z0-9+/]{200,}={0,2}")]
    private static partial Regex Packed();

    // Two or more folders below the root, a home, or a drive of Windows; not the end of an HTML element or the rest of a relative path.
    [GeneratedRegex(@"(?<![\w.:/<\\])(?:/[\w.@+-]+/|~/|[A-Z]:\\)(?:[\w.@+-]+[/\\])*(?<name>[\w.@+-]+)")]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(@"https?://(?!www\.w3\.org/)[^\s""'<>]+|\blocalhost\b|(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")]
    private static partial Regex Address();
}
