using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tsmc.Notebooks;

/// <summary>
/// Says where a notebook's outputs are stale: what a new run says otherwise than the committed one. Words and whole numbers must be the
/// same. Other numbers may differ by one unit of their last digit or by <see cref="Tolerance"/>: another processor adds in another
/// order, which moves a sampled value by some 1e-6 of itself, across a rounding edge at most, and a trained model's by some 1e-3.
/// Durations and rates are not compared, nor any number of a cell tagged <see cref="NotebookFile.TimedTag"/>. Where the two come from
/// machines that round differently (<see cref="NotebookFile.Arithmetic"/>), only the number of outputs is: after some thousand sampled
/// tokens or a training, one bit has become another solution.
/// </summary>
public static partial class NotebookComparison
{
    /// <summary>Relative difference that numbers with a fraction may have.</summary>
    public const double Tolerance = 0.01;

    /// <summary>The differences, a sentence each; none when the outputs are up to date.</summary>
    /// <param name="committed">The notebook as it was committed.</param>
    /// <param name="rerun">The same notebook after a run.</param>
    public static IReadOnlyList<string> Differences(NotebookFile committed, NotebookFile rerun)
    {
        if (committed.Cells.Count != rerun.Cells.Count)
        {
            return [$"the run has {rerun.Cells.Count} cells, the committed notebook {committed.Cells.Count}."];
        }
        bool sameArithmetic = committed.Arithmetic == rerun.Arithmetic;
        var differences = new List<string>();
        for (int i = 0; i < committed.Cells.Count; i++)
        {
            (NotebookCell before, NotebookCell after) = (committed.Cells[i], rerun.Cells[i]);
            bool timed = before.Tags.Contains(NotebookFile.TimedTag);
            List<JsonObject> committedOutputs = Joined(before.Outputs), rerunOutputs = Joined(after.Outputs);
            if (committedOutputs.Count != rerunOutputs.Count)
            {
                differences.Add($"cell {i + 1}: the run has {rerunOutputs.Count} outputs, the committed notebook {committedOutputs.Count}.");
                continue;
            }
            foreach ((JsonObject was, JsonObject @is) in sameArithmetic ? committedOutputs.Zip(rerunOutputs) : [])
            {
                string? difference = Texts(was).Zip(Texts(@is), (a, b) => Difference(a, b, timed)).FirstOrDefault(each => each is not null);
                if (difference is not null)
                {
                    differences.Add($"cell {i + 1}: {difference}");
                }
            }
        }
        return differences;
    }

    /// <summary>The outputs, printed lines that follow each other as one: Jupyter keeps each as an output of its own.</summary>
    private static List<JsonObject> Joined(IReadOnlyList<JsonObject> outputs)
    {
        var joined = new List<JsonObject>();
        foreach (JsonObject output in outputs)
        {
            if (output["output_type"]?.ToString() == "stream" && joined.LastOrDefault() is { } last
                && last["output_type"]?.ToString() == "stream" && last["name"]?.ToString() == output["name"]?.ToString())
            {
                last["text"] = NotebookCell.TextOf(last["text"]) + NotebookCell.TextOf(output["text"]);
            }
            else
            {
                joined.Add(output.DeepClone().AsObject());
            }
        }
        return joined;
    }

    /// <summary>What one text says otherwise than the other, or null where they agree.</summary>
    internal static string? Difference(string was, string now, bool timed = false)
    {
        (string[] words, string[] numbers) = Split(was);
        (string[] nowWords, string[] nowNumbers) = Split(now);
        for (int i = 0; i < Math.Min(words.Length, nowWords.Length); i++)
        {
            if (words[i] != nowWords[i])
            {
                return Sentence(i);
            }
            if (i < Math.Min(numbers.Length, nowNumbers.Length) && !timed && !Agree(numbers[i], nowNumbers[i]))
            {
                return Sentence(i);
            }
        }
        return words.Length == nowWords.Length ? null : $"the run says {Near(nowWords, nowNumbers, words.Length)}, the committed notebook ends there.";

        string Sentence(int i) => $"the run says {Near(nowWords, nowNumbers, i)}, the committed notebook {Near(words, numbers, i)}.";
    }

    /// <summary>What an output says in plain text.</summary>
    internal static string TextOf(JsonObject output) => Texts(output)[0];

    /// <summary>The texts of an output: what is printed, a value's plain text, and the text of its HTML.</summary>
    private static string[] Texts(JsonObject output) => output["output_type"]?.ToString() == "stream"
        ? [NotebookCell.TextOf(output["text"])]
        : [NotebookCell.TextOf(output["data"]?["text/plain"]), HtmlText(NotebookCell.TextOf(output["data"]?["text/html"]))];

    // A tag parts words; a chart's script holds its data, which its plain text shows.
    private static string HtmlText(string html) => WebUtility.HtmlDecode(Tag().Replace(html, " "));

    private static (string[] Words, string[] Numbers) Split(string text)
    {
        string even = Space().Replace(Timed().Replace(text, "(time)"), " ").Trim();
        return (Number().Split(even), [.. Number().Matches(even).Select(match => match.Value)]);
    }

    private static bool Agree(string was, string now)
    {
        if (was == now)
        {
            return true;
        }
        if (IsWhole(was) && IsWhole(now))
        {
            return false;
        }
        (double a, double b) = (Value(was), Value(now));
        double digit = Math.Pow(10, -Math.Max(Digits(was), Digits(now)));
        return Math.Abs(a - b) <= Math.Max(1.01 * digit, Tolerance * Math.Max(Math.Abs(a), Math.Abs(b)));
    }

    private static bool IsWhole(string number) => number.All(c => char.IsAsciiDigit(c) || c is '-' or '−' or '+' or ',');

    private static double Value(string number) =>
        double.Parse(number.Replace('−', '-').Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    /// <summary>How many digits stand behind the point, the exponent counted in.</summary>
    private static int Digits(string number)
    {
        string[] parts = number.Split('e', 'E');
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        int behind = point < 0 ? 0 : parts[0].Length - point - 1;
        return behind - (parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0);
    }

    private static string Near(string[] words, string[] numbers, int at)
    {
        string text = string.Concat(words.Index().Skip(Math.Max(0, at - 1)).Take(4).Select(word => word.Item + numbers.ElementAtOrDefault(word.Index)));
        string end = text.Length > 100 ? text[..100] + "…" : text;
        return $"\"{end.Trim()}\"";
    }

    [GeneratedRegex(@"(?<![\w.])[-+−]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?")]
    private static partial Regex Number();

    // "0.4 s", "12 ms", "3.1 min", "16,000 tokens/s", "1:23", "took 5".
    [GeneratedRegex(@"(?<![\w.])\d[\d,.]*\s*(?:ms|µs|s|sec|seconds|min|minutes|h|[A-Za-z]+/s|(?:GFLOP|GB|MB|GiB|MiB)/s)(?![\w/])|(?<![\w.:])\d+:\d\d(?::\d\d)?(?![\w:])")]
    private static partial Regex Timed();

    [GeneratedRegex(@"<script\b.*?</script>|<style\b.*?</style>|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
