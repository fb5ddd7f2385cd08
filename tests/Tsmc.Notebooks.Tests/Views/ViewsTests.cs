using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using Tsmc.Interactive;
using Tsmc.Interactive.Views;
using Tsmc.Problems;
using Chart = Plotly.NET.CSharp.Chart;

namespace Tsmc.Notebooks.Tests.Views;

public class ViewsTests
{
    private static readonly Problem Problem = new() { Id = "test-00001", Text = "Is 1 < 2 & \"so\"?", Answer = "<yes>" };

    private static readonly Solution Solution = new()
    {
        ProblemIndex = 3,
        SampleIndex = 7,
        Prompt = "",
        Output = "1+1=2\n\n2*3=6\n\n6-1=5\n\n# Answer\n\n5",
        Answer = "5",
        Correct = true,
        Values = [0.25, 0.5, 0.75, 1],
    };

    private static ParticleRow Row(int slot, int? ancestor, double weight, int offspring, bool? isRight = null) => new()
    {
        Slot = slot,
        Ancestor = ancestor,
        Text = $"step <{slot}>",
        Moved = slot != 2,
        Value = 0.1 + 0.4 * slot,
        Weight = weight,
        Offspring = offspring,
        IsRight = isRight,
    };

    private static readonly ParticleGroupView Group = new(
        Step: 2, [Row(0, 1, 0.1, 0, false), Row(1, 1, 0.7, 2, true), Row(2, 0, 0.2, 1, true)], Ess: 1.85, LogEvidence: -0.5,
        Resampled: true, IsLast: false);

    private static readonly GenealogyView Genealogy = new(
        [
            [new(null, "a", 0.2, 0.3, false, true), new(null, "b", 0.9, 0.7, true, true)],
            [new(1, "c", 0.8, 0.5, true, false), new(1, "d", null, 0.5, true, true)],
        ],
        DistinctRoots: 1);

    private static DataFrame Frame(int rows) => new(
        new Int32DataFrameColumn("n", Enumerable.Range(0, rows)),
        new StringDataFrameColumn("text", Enumerable.Range(0, rows).Select(i => i == 0 ? "<b>\nend" : null)),
        new DoubleDataFrameColumn("x", Enumerable.Range(0, rows).Select(i => i / 3.0)));

    private static GenericChart Line(string name) => Chart.Line<double, double, string>([1, 2], [3.14159265, 4], Name: name);

    public static TheoryData<string> AllViews => ["problem", "solution", "group", "genealogy", "frame", "progress"];

    private static IView View(string name) => name switch
    {
        "problem" => new ProblemView(Problem),
        "solution" => new SolutionView(Solution),
        "group" => Group,
        "genealogy" => Genealogy,
        "frame" => new FrameView(Frame(30)),
        _ => new ProgressView("Sampling <it>", 3, 12, "problems", TimeSpan.FromSeconds(8.2)),
    };

    // Every view without a script is well-formed XML, so no text of the data has slipped into the markup.
    [Theory]
    [MemberData(nameof(AllViews))]
    public void HtmlIsWellFormedAndAsksForNothing(string name)
    {
        string html = View(name).ToHtml();
        XDocument.Parse($"<all>{html}</all>");
        Assert.DoesNotContain("http", html);
        Assert.DoesNotContain("<style", html);
        Assert.Equal(html, View(name).ToHtml());
        Assert.EndsWith("\n", View(name).ToText());
    }

    [Fact]
    public void AProblemShowsItsTextAndAnswer() =>
        Assert.Equal("test-00001\nIs 1 < 2 & \"so\"?\nReference answer: <yes>\n", new ProblemView(Problem).ToText());

    [Fact]
    public void ASolutionsStepsHaveTheirValues()
    {
        Assert.Equal([0.25, 0.5, 0.75, 1], new SolutionView(Solution).Steps.Select(step => step.Value));
        Assert.Equal(
            "✓ correct, answer 5 (problem 3, plain sample 7)\n  0.250  1+1=2\n  0.500  2*3=6\n  0.750  6-1=5\n  1.000  # Answer / 5\n",
            new SolutionView(Solution).ToText());
    }

    // After the last resampling a particle runs to its end: it was scored at its first pauses and at the end, not between.
    [Fact]
    public void TheLastValueBelongsToTheEndWhereStepsWereNotScored() =>
        Assert.Equal([0.25, null, null, 0.9], new SolutionView(Solution with { Values = [0.25, 0.9] }).Steps.Select(step => step.Value));

    [Theory]
    [InlineData(false, true, "✗ no answer")]
    [InlineData(false, false, "✗ cut off by the token limit")]
    public void ASolutionWithoutAnswerSaysWhy(bool correct, bool finished, string verdict) =>
        Assert.StartsWith(verdict, new SolutionView(Solution with { Answer = null, Correct = correct, Finished = finished }).ToText());

    [Fact]
    public void AGroupIsATableOfItsParticles() => Assert.Equal(
        """
        Step 2: ESS 1.85 of 3, log Z_hat -0.500, 1 of 3 die out in resampling
        slot  from      V  weight  offspring  right?  wrote
           0     1  0.100   0.100          0       ✗  step <0>
           1     1  0.500   0.700          2       ✓  step <1>
           2     0  0.900   0.200          1       ✓  step <2> (had ended)

        """.ReplaceLineEndings("\n"),
        Group.ToText());

    [Fact]
    public void AGenealogyDrawsALineForEachDescentAndAMarkForEachParticle()
    {
        XDocument picture = XDocument.Parse($"<all>{Genealogy.ToHtml()}</all>");
        Assert.Equal(2, picture.Descendants("path").Count());
        Assert.Equal(4, picture.Descendants("rect").Count());
        Assert.Equal(
            "2 particles, 2 steps; 1 of the first step's particles have descendants at the end\n"
            + "t = 1, from slot: · ·*\nt = 2, from slot: 1* 1*\n* has a descendant at the end\n",
            Genealogy.ToText());
    }

    [Fact]
    public void AFrameShowsItsFirstRowsAndHowManyThereAre()
    {
        string text = new FrameView(Frame(30), Rows: 2).ToText();
        Assert.Equal("n  text            x\n0  <b> / end       0\n1             0.3333\n2 of 30 rows\n", text);
    }

    [Fact]
    public void AChartCarriesItsDataAndNoLibrary()
    {
        string html = new ChartView(Line("</script>")).ToHtml();
        Assert.DoesNotContain("http", html);
        Assert.Single(Regex.Matches(html, "</script>"));
        Assert.True(html.Length < 20_000);
        Assert.Contains("line: (1, 3.1416) (2, 4)", new ChartView(Line("line")).ToText());
    }

    [Fact]
    public void TheLibraryComesWithLoadingOnly()
    {
        string html = new LoadedNotice("2.10.0.0").ToHtml();
        Assert.Contains("window.tsmcPlotly", html);
        Assert.True(html.Length > 500_000);
        Assert.EndsWith("on libtorch 2.10.0\n", new LoadedNotice("2.10.0.0").ToText());
    }

    [Fact]
    public void FormattersGiveHtmlAndText()
    {
        TsmcFormatters.Register();
        Assert.Equal(["text/html", "text/plain"], FormattedValue.CreateManyFromObject(Problem).Select(value => value.MimeType));
        Assert.Equal(Group.ToText(), FormattedValue.CreateManyFromObject(Group)[^1].Value);
        Assert.StartsWith("Chart", FormattedValue.CreateManyFromObject(Line("a"))[^1].Value);
    }
}
