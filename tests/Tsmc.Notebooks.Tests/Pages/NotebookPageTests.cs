using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tsmc.Charts;
using Tsmc.Notebooks.Pages;

namespace Tsmc.Notebooks.Tests.Pages;

public partial class NotebookPageTests
{
    private static NotebookFile Prose(string markdown) => NotebookFile.Parse(
        JsonSerializer.Serialize(new
        {
            cells = new[] { new { cell_type = "markdown", id = "m", metadata = new { }, source = markdown } },
            metadata = new { },
            nbformat = 4,
            nbformat_minor = 5,
        }),
        "made");

    [Fact]
    public void ProseBecomesHtmlWithFormulasAndLinksBetweenPages()
    {
        string page = NotebookPage.ToHtml(Prose("# The <title>\n\nSee [next](06-x.ipynb), $V$ and `a<b`.\n\n$$x$$"), ".", "n");
        Assert.Contains("<title>The &lt;title&gt;</title>", page);
        Assert.Contains("href=\"06-x.html\"", page);
        Assert.Contains("<math><semantics><mrow><mi>V</mi>", page);
        Assert.Contains("<math display=\"block\">", page);
        Assert.Contains("<code>a&lt;b</code>", page);
    }

    [Fact]
    public void CodeAndPrintedTextAreEscapedAndCodeIsColoured()
    {
        NotebookFile notebook = Made.WithOutput(new { name = "stdout", output_type = "stream", text = "1 < 2 </pre>" });
        Assert.Contains("<pre>1 &lt; 2 &lt;/pre&gt;</pre>", NotebookPage.ToHtml(notebook, ".", "n"));
        Assert.Contains(
            "<span class=\"k\">var</span> x = <span class=\"s\">&quot;&lt;b&gt;&quot;</span>; <span class=\"c\">// &lt;i&gt;</span>",
            NotebookPage.ToHtml(Made.Notebook(("var x = \"<b>\"; // <i>", [])), ".", "n"));
    }

    [Theory]
    [MemberData(nameof(CommittedNotebooksTests.Names), MemberType = typeof(CommittedNotebooksTests))]
    public void PagesOfTheNotebooksNeedNoNetwork(string name)
    {
        string page = NotebookPage.ToHtml(NotebookFile.Load(Path.Combine(Repository.Notebooks, name)), Repository.Notebooks, name);
        Assert.DoesNotMatch(External(), page);
    }

    [Fact]
    public async Task ChartsAreDrawnWithTheNetworkOff()
    {
        string? browser = Browser.Find(out string? whyNot);
        Assert.SkipWhen(browser is null, whyNot ?? "");
        string folder = Directory.CreateTempSubdirectory("tsmc-page-").FullName;
        string file = Path.Combine(folder, "05.html");
        NotebookFile notebook = NotebookFile.Load(Path.Combine(Repository.Notebooks, "05-twisted-smc.ipynb"));
        NotebookPage.Save(notebook, file, Repository.Notebooks);
        string[] flags =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND",
            $"--user-data-dir={Path.Combine(folder, "profile")}", "--virtual-time-budget=20000", "--dump-dom", new Uri(file).AbsoluteUri,
        ];
        using Process process = Process.Start(new ProcessStartInfo(browser!, flags) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string dom = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        int charts = Place().Count(dom);
        Assert.True(charts > 0, await errors);
        Assert.Equal(charts, Drawn().Count(dom));
        Directory.Delete(folder, recursive: true);
    }

    // What a browser fetches by itself; plotly.js is packed and out of its sight.
    [GeneratedRegex(@"<(script|link|img|iframe)[^>]*(src|href)=""?https?:|url\(https?:|@import")]
    private static partial Regex External();

    [GeneratedRegex(@"<div data-tsmc-chart=")]
    private static partial Regex Place();

    [GeneratedRegex(@"<svg class=""main-svg""[^>]*style=""background")]
    private static partial Regex Drawn();
}
