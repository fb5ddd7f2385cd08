using Tsmc.Charts;

namespace Tsmc.Tests.Charts;

public sealed class ChartFilesTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"tsmc-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void The_page_of_a_chart_holds_plotly_and_asks_no_network()
    {
        string path = Path.Combine(_folder, "sub", "figure.html");
        ChartFiles.SaveHtml(Figures.AccuracyVersusN(MadeUp.Accuracy(), title: "</script><b>"), path, "Accuracy <against> N");
        string html = File.ReadAllText(path);
        Assert.DoesNotMatch("<script[^>]+src", html);
        Assert.DoesNotMatch("<link", html);
        Assert.DoesNotContain("</script><b>", html);
        Assert.Contains("<title>Accuracy &lt;against&gt; N</title>", html);
        Assert.True(html.Length > 3_000_000, $"{html.Length} characters; plotly.js alone has 3.6 million.");
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task A_picture_is_drawn_where_a_browser_is_found()
    {
        if (Browser.Find(out string? whyNot) is null)
        {
            Assert.Skip(whyNot!);
        }
        string path = Path.Combine(_folder, "figure.png");
        PictureResult result = await ChartFiles.SavePngAsync(Figures.AccuracyVersusN(MadeUp.Accuracy()), path, 300, 200);
        Assert.True(result.Saved, result.WhyNot);
        byte[] png = File.ReadAllBytes(path);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        // Width and height stand big-endian at bytes 16 to 23 of a PNG; the file has two pixels for one of the page.
        Assert.Equal([0, 0, 600 / 256, 600 % 256, 0, 0, 400 / 256, 400 % 256], png[16..24]);
    }

    [Fact]
    public async Task Without_a_browser_a_sentence_says_what_to_do()
    {
        string? before = Environment.GetEnvironmentVariable(Browser.Variable);
        try
        {
            Environment.SetEnvironmentVariable(Browser.Variable, Path.Combine(_folder, "no-browser"));
            string path = Path.Combine(_folder, "figure.png");
            PictureResult result = await ChartFiles.SavePngAsync(Figures.EffectiveSampleSize(MadeUp.Steps()), path);
            Assert.False(result.Saved);
            Assert.Contains("TSMC_BROWSER names", result.WhyNot);
            Assert.False(File.Exists(path));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Browser.Variable, before);
        }
    }

    [Fact]
    public async Task A_browser_that_fails_is_no_error()
    {
        string? before = Environment.GetEnvironmentVariable(Browser.Variable);
        try
        {
            Directory.CreateDirectory(_folder);
            string broken = Path.Combine(_folder, "broken-browser");
            File.WriteAllText(broken, "this is no program");
            Environment.SetEnvironmentVariable(Browser.Variable, broken);
            PictureResult result = await ChartFiles.SavePngAsync(
                Figures.EffectiveSampleSize(MadeUp.Steps()), Path.Combine(_folder, "figure.png"));
            Assert.False(result.Saved);
            Assert.Contains("could not draw figure.png", result.WhyNot);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Browser.Variable, before);
        }
    }
}
