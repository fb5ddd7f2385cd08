using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Data.Analysis;
using Tsmc.Evaluation;

namespace Tsmc.Charts;

/// <summary>
/// The page that shows a run's results together: how its problems were made, the accuracies, the gaps with their intervals and in
/// words, the figures, the settings. One file that needs no network and holds plotly.js once. All texts are escaped.
/// </summary>
public sealed record ReportPage
{
    /// <summary>Title of the page.</summary>
    public required string Title { get; init; }

    /// <summary>One or two sentences under the title: what was run.</summary>
    public required string Summary { get; init; }

    /// <summary>What is established and what is not, a sentence each; empty leaves the section out.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>How the problems were made, a paragraph each.</summary>
    public required IReadOnlyList<string> ProblemsMade { get; init; }

    /// <summary>The mistakes in the training data and where they come from, a paragraph each; empty leaves the section out.</summary>
    public IReadOnlyList<string> TrainingMistakes { get; init; } = [];

    /// <summary>Accuracies with the columns <c>method, n, m, accuracy, standard_error</c>.</summary>
    public required DataFrame Accuracy { get; init; }

    /// <summary>Differences between methods over the same problems; empty leaves the section out.</summary>
    public IReadOnlyList<PairedDifference> Gaps { get; init; } = [];

    /// <summary>Coverage of the intervals in <see cref="Gaps"/>, in (0, 1).</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Over what the gaps were taken, for example <c>300 problems, 3 sampling seeds averaged within a problem</c>.</summary>
    public string GapsOver { get; init; } = "";

    /// <summary>The figures, in order.</summary>
    public IReadOnlyList<ReportFigure> Figures { get; init; } = [];

    /// <summary>Seeds, models, hardware, durations and options: name and value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>Writes the page beside its place and renames it there.</summary>
    /// <param name="path">The file, for example <c>report.html</c>; its folder is made when missing.</param>
    /// <exception cref="ArgumentException">The accuracy frame lacks a column.</exception>
    public void Save(string path) => ChartFiles.WriteText(path, ToHtml());

    /// <summary>The page: the same report gives the same text.</summary>
    /// <exception cref="ArgumentException">The accuracy frame lacks a column.</exception>
    public string ToHtml() => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{E(Title)}}</title>
        <style>
        {{Style}}
        </style>
        {{(Figures.Count > 0 ? PlotlyScript.Library : "")}}
        </head>
        <body>
        <main>
        <h1>{{E(Title)}}</h1>
        <p class="summary">{{E(Summary)}}</p>
        {{Texts("What this run shows", Findings)}}
        {{Texts("How the problems were made", ProblemsMade)}}
        {{Texts("Mistakes in the training data", TrainingMistakes)}}
        <h2>Accuracy</h2>
        {{AccuracyTable()}}
        {{GapsSection()}}
        {{FiguresSection()}}
        {{SettingsSection()}}
        </main>
        </body>
        </html>

        """;

    private string AccuracyTable()
    {
        IReadOnlyList<AccuracyRow> rows = AccuracyRow.Read(Accuracy);
        int[] sizes = [.. rows.Select(row => row.N).Distinct().Order()];
        var html = new StringBuilder();
        html.Append("<p>Percent of problems ± one standard error over problems, by method and number of solutions N.</p>\n");
        html.Append("<div class=\"wide\"><table>\n<thead><tr><th>Method</th><th class=\"number\">M</th>");
        foreach (int n in sizes)
        {
            html.Append(Invariant($"<th class=\"number\">N = {n}</th>"));
        }
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (IGrouping<(string Method, int M), AccuracyRow> line in rows
            .GroupBy(row => (row.Method, row.M))
            .OrderBy(line => MethodStyle.Order(line.Key.Method))
            .ThenBy(line => line.Key.M))
        {
            html.Append(Invariant($"<tr><th>{E(Methods.Title(line.Key.Method))}</th><td class=\"number\">{line.Key.M}</td>"));
            foreach (int n in sizes)
            {
                html.Append(Invariant($"<td class=\"number\">{line.FirstOrDefault(row => row.N == n)?.PercentText}</td>"));
            }
            html.Append("</tr>\n");
        }
        return html.Append("</tbody>\n</table></div>").ToString();
    }

    private string GapsSection()
    {
        if (Gaps.Count == 0)
        {
            return "";
        }
        var html = new StringBuilder("<h2>Which differences are established</h2>\n");
        html.Append("<p>Differences of accuracy in percentage points, with ");
        html.Append(Invariant($"{100 * Confidence:0.#} % intervals of a paired bootstrap over problems"));
        html.Append(GapsOver.Length > 0 ? $" ({E(GapsOver)})" : "");
        html.Append(". A difference is established when its interval excludes 0. The intervals hold the choice of problems and of ");
        html.Append("samples, not another training of the models.</p>\n");
        html.Append("<div class=\"wide\"><table>\n<thead><tr><th>Difference</th><th class=\"number\">N</th>");
        html.Append("<th class=\"number\">Points</th><th class=\"number\">Interval</th><th>Verdict</th></tr></thead>\n<tbody>\n");
        foreach (PairedDifference gap in Gaps)
        {
            html.Append(Invariant(
                $"<tr><th>{E(Methods.Title(gap.Method))} − {E(Methods.Title(gap.Baseline))}</th><td class=\"number\">{gap.N}</td>"));
            html.Append(Invariant($"<td class=\"number\">{Points(gap.Estimate)}</td>"));
            html.Append(Invariant($"<td class=\"number\">{Points(gap.Low)} to {Points(gap.High)}</td><td>{Verdict(gap)}</td></tr>\n"));
        }
        return html.Append("</tbody>\n</table></div>").ToString();
    }

    private static string Verdict(PairedDifference gap) => gap switch
    {
        { Established: false } => "not established",
        { Estimate: > 0 } => "<strong>established</strong>",
        _ => "<strong>the opposite is established</strong>",
    };

    private string FiguresSection()
    {
        var html = new StringBuilder();
        for (int i = 0; i < Figures.Count; i++)
        {
            ReportFigure figure = Figures[i];
            html.Append(Invariant($"<h2>{E(figure.Title)}</h2>\n<figure>\n"));
            html.Append(PlotlyScript.Place(figure.Chart, Invariant($"figure-{i + 1}"), figure.Title));
            html.Append(Invariant($"\n<figcaption>{E(figure.Caption)}</figcaption>\n</figure>\n"));
        }
        return html.ToString();
    }

    private string SettingsSection()
    {
        if (Settings.Count == 0)
        {
            return "";
        }
        var html = new StringBuilder("<h2>Settings</h2>\n<div class=\"wide\"><table>\n<tbody>\n");
        foreach ((string name, string value) in Settings)
        {
            html.Append(Invariant($"<tr><th>{E(name)}</th><td>{E(value)}</td></tr>\n"));
        }
        return html.Append("</tbody>\n</table></div>").ToString();
    }

    private static string Texts(string heading, IReadOnlyList<string> paragraphs) => paragraphs.Count == 0
        ? ""
        : $"<h2>{heading}</h2>\n" + string.Join('\n', paragraphs.Select(text => $"<p>{E(text)}</p>"));

    private static string Points(double difference) =>
        (100 * difference).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private const string Style = """
        :root { color-scheme: light dark; --ink: #1b1b1b; --quiet: #5a5a5a; --ground: #ffffff; --line: #d4d4d4; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --quiet: #a8a8a8; --ground: #16181b; --line: #3c4045; } }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0.5rem 0; }
        h2 { font-size: 1.2rem; margin: 2.2rem 0 0.5rem; }
        p { max-width: 46rem; }
        .summary, figcaption { color: var(--quiet); }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-size: 0.92rem; }
        th, td { padding: 0.3rem 0.8rem 0.3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
        tbody th { font-weight: 600; }
        .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        figure { margin: 0; }
        .chart { height: 30rem; background: #ffffff; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
        figcaption { margin-top: 0.4rem; font-size: 0.92rem; }
        """;
}
