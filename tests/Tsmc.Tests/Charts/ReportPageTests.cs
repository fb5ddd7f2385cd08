using System.Text.RegularExpressions;

namespace Tsmc.Tests.Charts;

public class ReportPageTests
{
    private static readonly string Html = MadeUp.Report().ToHtml();

    [Fact]
    public void It_holds_plotly_once_and_every_figure()
    {
        Assert.DoesNotMatch("<script[^>]+src", Html);
        Assert.DoesNotMatch("<link", Html);
        Assert.Single(Regex.Matches(Html, "plotly\\.js v\\d"));
        Assert.Equal(3, Regex.Matches(Html, "Plotly\\.newPlot\\(\"figure-").Count);
    }

    [Fact]
    public void Texts_are_escaped()
    {
        Assert.Contains("<h1>Made-up &lt;numbers&gt; &amp; no results</h1>", Html);
        Assert.Contains("two cores &lt;made up&gt;", Html);
        Assert.Contains("&quot;each&quot; ignored", Html);
    }

    [Fact]
    public void Gaps_are_said_in_words()
    {
        Assert.Contains("<tr><th>MV − Greedy</th><td class=\"number\">80</td><td class=\"number\">+4.2</td>"
            + "<td class=\"number\">−1.0 to +9.0</td><td>not established</td></tr>", Html);
        Assert.Contains("<td class=\"number\">+4.0 to +20.0</td><td><strong>established</strong></td>", Html);
        Assert.Contains("<td><strong>the opposite is established</strong></td>", Html);
        Assert.Contains("with 95 % intervals", Html);
    }

    [Fact]
    public void The_accuracy_table_has_a_row_a_method_and_m()
    {
        Assert.Contains("<tr><th>Greedy</th><td class=\"number\">1</td><td class=\"number\">16.0 ± 2.6</td>", Html);
        // Seven methods, and four more M for each of the two TSMC ones.
        Assert.Equal(
            7 + (2 * 4),
            Regex.Matches(Html, "<tr><th>[^<]*</th><td class=\"number\">\\d+</td><td class=\"number\">[^+−<]*</td>").Count);
    }

    [Fact]
    public void Without_figures_and_gaps_it_is_small_and_says_nothing_of_them()
    {
        string html = (MadeUp.Report() with { Figures = [], Gaps = [], Settings = [], TrainingMistakes = [] }).ToHtml();
        Assert.True(html.Length < 10_000);
        Assert.DoesNotContain("established", html);
        Assert.DoesNotContain("Mistakes", html);
    }

    [Fact]
    public void The_same_report_gives_the_same_text() => Assert.Equal(Html, MadeUp.Report().ToHtml());
}
