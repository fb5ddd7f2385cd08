using System.Net;
using System.Text.RegularExpressions;
using Tsmc.Charts;
using Tsmc.Records;
using Tsmc.Sampling;
using Tsmc.Smc;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Charts;

public sealed class RunPageTests : IDisposable
{
    private const string Hostile = "</script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\"> {{script}} & <!--";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Three slots, three steps: slot 1 of step 3 comes from slot 2 of step 2, which comes from slot 0 of step 1.
    private static RunRecord Record(string text = "1+1=2") => new()
    {
        Header = RunHeader.Of(new TsmcOptions()) with { Model = text },
        Problems =
        [
            new() { Index = 0, Id = "p0", Text = "What?", Answer = "2" },
            new() { Index = 4, Id = text, Text = text, Answer = text },
            new() { Index = 5, Id = "p5", Text = "Not begun.", Answer = "5" },
        ],
        Groups = [new(0, 0, [Step(0, 0, 1, null, text)]), new(4, 0, [Step(4, 0, 1, null, text)]), new(4, 1, [
            Step(4, 1, 1, [1, 0, 0], text), Step(4, 1, 2, [1, 2, 2], text), Step(4, 1, 3, null, text) with { IsLast = true },
        ])],
        Remark = null,
    };

    private static RecordedStep Step(int problem, int group, int step, int[]? ancestors, string text) => new()
    {
        Problem = problem,
        Group = group,
        Step = step,
        IsLast = false,
        Ess = step == 2 ? 0 : 2.5,
        LogEvidence = step == 1 ? -0.5 : double.NegativeInfinity,
        Ancestors = ancestors,
        Particles = [.. Enumerable.Range(0, 3).Select(slot => new RecordedParticle
        {
            Status = (ParticleStatus)slot,
            Value = slot == 1 ? null : 0.25,
            LogTwist = slot == 2 ? double.NegativeInfinity : -1,
            LogWeight = slot == 2 ? double.NegativeInfinity : -1,
            Weight = step == 2 ? 0 : slot == 1 ? 0.6 : 0.2,
            Tokens = 5,
            Text = $"t{step} s{slot} {text}",
            Answer = step == 3 ? text : null,
            Correct = step == 3 ? slot == 1 : null,
        })],
    };

    [Fact]
    public void The_page_is_one_small_file_that_names_no_address()
    {
        string page = RunPage.ToHtml(Record());
        Assert.DoesNotMatch("https?:", page);
        Assert.DoesNotMatch("<(link|img|iframe|base)|\\bsrc=|\\burl\\(|@import|\\bfetch\\(|XMLHttpRequest|import\\(", page);
        Assert.Contains("default-src 'none'", page);
        Assert.True(page.Length < 60_000, $"{page.Length} characters without data to speak of");
        Assert.Equal(page, RunPage.ToHtml(Record()));
    }

    [Fact]
    public void No_text_of_the_record_is_markup()
    {
        string page = RunPage.ToHtml(Record(Hostile), Hostile);
        // The data and the script, whatever the texts hold.
        Assert.Equal(2, Regex.Matches(page, "<script").Count);
        Assert.Equal(2, Regex.Matches(page, "</script").Count);
        Assert.DoesNotContain("<img", page);
    }

    [Fact]
    public async Task Hostile_texts_are_shown_as_texts()
    {
        string dom = await HeadlessBrowser.DomAsync(_folder.Path, RunPage.ToHtml(Record(Hostile), Hostile), "#problem=4&group=1&step=3&particle=1");
        Assert.DoesNotContain("<img", dom);
        Assert.DoesNotContain("<title>taken", dom);
        Assert.Contains($">t3 s1 {WebUtility.HtmlEncode(Hostile).Replace("&quot;", "\"").Replace("&#39;", "'")}</td>", dom);
    }

    [Fact]
    public async Task An_address_opens_a_particle_and_marks_its_ancestors()
    {
        string dom = await HeadlessBrowser.DomAsync(_folder.Path, RunPage.ToHtml(Record()), "#problem=4&group=1&step=3&particle=1");
        Assert.Equal([(1, 0), (2, 2), (3, 1)], Marked(dom, "ancestor"));
        Assert.Equal([(3, 1)], Marked(dom, "selected"));
        Assert.Contains("Slots of its ancestors and its own: 0 → 2 → 1.", dom);
        Assert.Equal(2, Regex.Matches(dom, "<path class=\"descent survives chosen\"").Count);
        Assert.Matches("t1 s0 1\\+1=2.*t2 s2 1\\+1=2.*t3 s1 1\\+1=2", Regex.Match(dom, "<table id=\"solution\">(.*?)</table>", RegexOptions.Singleline).Value);
        Assert.Contains("✓ answer 1+1=2", dom);
    }

    [Fact]
    public async Task A_click_chooses_a_particle_and_arrow_keys_follow_it()
    {
        const string Click = "document.querySelector('[data-step=\"3\"][data-slot=\"0\"]').dispatchEvent(new MouseEvent('click', {bubbles: true}));";
        const string Left = "dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft', bubbles: true}));";
        string target = "document.body.";
        string page = RunPage.ToHtml(Record());
        string clicked = await HeadlessBrowser.DomAsync(_folder.Path, page, "#problem=4&group=1&step=1", Click);
        Assert.Equal([(1, 0), (2, 1), (3, 0)], Marked(clicked, "ancestor"));
        string back = await HeadlessBrowser.DomAsync(_folder.Path, page, "#problem=4&group=1&step=1", Click + target + Left + target + Left);
        Assert.Equal([(1, 0)], Marked(back, "selected"));
        Assert.Equal([(1, 0), (2, 1), (3, 0)], Marked(back, "ancestor"));
    }

    [Theory]
    [InlineData(1200)]
    [InlineData(700)]
    public async Task Nothing_is_wider_than_the_window(int width)
    {
        string dom = await HeadlessBrowser.DomAsync(
            _folder.Path, RunPage.ToHtml(Record(new string('w', 300))), "#problem=4&group=1&step=3&particle=1",
            "document.title = document.documentElement.scrollWidth + ' of ' + innerWidth;", width);
        Assert.Contains($"<title>{width} of {width}</title>", dom);
    }

    [Fact]
    public async Task What_is_not_there_is_said_and_does_not_break_the_page()
    {
        RunRecord record = Record() with { Remark = "run.jsonl, line 9: the row is half written; it was left out." };
        string unbegun = await HeadlessBrowser.DomAsync(_folder.Path, RunPage.ToHtml(record), "#problem=5&group=0&step=99&particle=x");
        Assert.Contains("No step of this problem was recorded.", unbegun);
        Assert.Contains("line 9: the row is half written", unbegun);
        string stopped = await HeadlessBrowser.DomAsync(_folder.Path, RunPage.ToHtml(record), "#problem=0&group=7&step=99&particle=99");
        Assert.Contains("stopped before its end, or goes on", stopped);
        Assert.Equal([(1, 1)], Marked(stopped, "selected")); // the heaviest of the last step
        string empty = await HeadlessBrowser.DomAsync(_folder.Path, RunPage.ToHtml(record with { Problems = [], Groups = [] }));
        Assert.Contains("The record holds no problem yet.", empty);
    }

    /// <summary>Step and slot of the particles in the picture that carry a mark.</summary>
    private static IEnumerable<(int Step, int Slot)> Marked(string dom, string mark) =>
        Regex.Matches(dom, "<circle class=\"([^\"]*)\" data-step=\"(\\d+)\" data-slot=\"(\\d+)\"")
            .Where(match => match.Groups[1].Value.Split(' ').Contains(mark))
            .Select(match => (int.Parse(match.Groups[2].Value), int.Parse(match.Groups[3].Value)));
}
