namespace Tsmc.Notebooks.Tests;

[Collection(Whole.Notebooks)]
public class NotebookComparisonTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("44 of 200 samples are correct.", "44 of 200 samples are correct.")]
    [InlineData("mean 0.1400 ± 0.0084", "mean 0.1401 ± 0.0083")]
    [InlineData("loss 1.2345", "loss 1.2399")]
    [InlineData("  0.8967      1", "  0.897  0.9999")]
    [InlineData("1.2e-3", "1.3e-3")]
    [InlineData("took 0.4 s at 16,213 tokens/s, 1:23 in all", "took 12.7 s at 9,001.5 tokens/s, 0:04 in all")]
    public void NumbersWithAFractionMayMoveByADigitAndTimesAreLeftOut(string was, string now) =>
        Assert.Null(NotebookComparison.Difference(was, now));

    [Theory]
    [InlineData("44 of 200 samples are correct.", "45 of 200 samples are correct.")]
    [InlineData("44 of 200 samples are correct.", "44 of 200 samples are right.")]
    [InlineData("mean 0.1400 ± 0.0084", "mean 0.1450 ± 0.0084")]
    [InlineData("mean 0.5", "mean -0.5")]
    [InlineData("one line", "one line\nand another")]
    [InlineData("one line 7\nand another", "one line 7")]
    [InlineData("M = 10, 5 steps", "M = 10, 5 steps, 3 more")]
    [InlineData("step x1", "step x2")]
    public void WordsAndWholeNumbersMayNot(string was, string now)
    {
        Assert.NotNull(NotebookComparison.Difference(was, now));
        Assert.NotNull(NotebookComparison.Difference(now, was));
    }

    [Fact]
    public void TheDifferenceIsShownWithWhatStandsAroundIt() => Assert.Equal(
        "the run says \"45 of 200 are correct\", the committed notebook \"44 of 200 are correct\".",
        NotebookComparison.Difference("44 of 200 are correct", "45 of 200 are correct"));

    [Fact]
    public async Task ARerunOfAnUnchangedNotebookDiffersNowhereAndAChangedCellOrWordOfTheLibraryDoes()
    {
        NotebookFile committed = Made.Notebook(("double x = 1 / 3.0;", []), ("Console.WriteLine($\"x = {x:0.000}\");", []), ("x > 0", []));
        Assert.Null(await NotebookRunner.RunAsync(committed, Path.GetTempPath(), ct: Ct));
        async Task<IReadOnlyList<string>> Rerun(string from, string to)
        {
            var rerun = NotebookFile.Parse(committed.ToJson().Replace(from, to), "made");
            Assert.Null(await NotebookRunner.RunAsync(rerun, Path.GetTempPath(), ct: Ct));
            return NotebookComparison.Differences(committed, rerun);
        }
        Assert.Empty(await Rerun("1 / 3.0", "1 / 3.0"));
        Assert.Contains("cell 2: the run says \"x = 0.250\"", Assert.Single(await Rerun("1 / 3.0", "1 / 4.0")));
        Assert.Contains("cell 2: the run says \"y = 0.333\"", Assert.Single(await Rerun("x = {x", "y = {x")));
        Assert.Contains("cell 3: the run has 0 outputs", Assert.Single(await Rerun("x > 0", "x = 1;")));
    }

    [Fact]
    public void TheTextOfHtmlIsComparedAndNotItsScriptsOrStyle()
    {
        static NotebookFile Shown(string html, string[]? tags = null) => Made.WithOutput(
            new { data = new Dictionary<string, string> { ["text/html"] = html }, metadata = new { }, output_type = "display_data" }, tags);
        NotebookFile was = Shown("<p style='a'>5 <b>right</b></p><script>1</script>");
        Assert.Empty(NotebookComparison.Differences(was, Shown("<p style='b'>5 <b>right</b></p><script>2</script>")));
        Assert.NotEmpty(NotebookComparison.Differences(was, Shown("<p style='a'>5 <b>wrong</b></p><script>1</script>")));
        Assert.Empty(NotebookComparison.Differences(Shown("5 runs", ["timed"]), Shown("6 runs")));
    }

    [Fact]
    public void OnAMachineThatRoundsDifferentlyOnlyTheOutputsAreCounted()
    {
        NotebookFile Printed(string text, string arithmetic)
        {
            NotebookFile made = Made.WithOutput(new { name = "stdout", output_type = "stream", text });
            made.Arithmetic = arithmetic;
            return NotebookFile.Parse(made.ToJson(), "made");
        }
        NotebookFile was = Printed("44 right", "aa");
        Assert.NotEmpty(NotebookComparison.Differences(was, Printed("45 right", "aa")));
        Assert.Empty(NotebookComparison.Differences(was, Printed("45 right", "bb")));
        NotebookFile without = Made.Notebook(("1", []));
        without.Arithmetic = "bb";
        Assert.NotEmpty(NotebookComparison.Differences(was, without));
    }

    [Fact]
    public async Task LinesPrintedOneByOneAreOneText()
    {
        NotebookFile together = Made.Notebook(("Console.WriteLine(1); Console.WriteLine(2);", []));
        Assert.Null(await NotebookRunner.RunAsync(together, Path.GetTempPath(), ct: Ct));
        string output = """{ "name": "stdout", "output_type": "stream", "text": "1\n" }, { "name": "stdout", "output_type": "stream", "text": "2\n" }""";
        NotebookFile apart = NotebookFile.Parse(
            """{ "nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [ { "cell_type": "code", "id": "a", "metadata": {}, "source": "x", "outputs": [ """
            + output + " ] } ] }", "made");
        Assert.Empty(NotebookComparison.Differences(together, apart));
        Assert.NotEmpty(NotebookComparison.Differences(
            together, NotebookFile.Parse(apart.ToJson().Replace("\"1\\n\"", "\"3\\n\"", StringComparison.Ordinal), "made")));
    }
}
