namespace Tsmc.Notebooks.Tests;

public class NotebookCleanerTests
{
    private static NotebookFile Printed(string text) =>
        Made.WithOutput(new { name = "stdout", output_type = "stream", text = new[] { text } });

    private static NotebookFile Shown(string html) => Made.WithOutput(new
    {
        data = new Dictionary<string, string> { ["text/html"] = html }, metadata = new { }, output_type = "display_data",
    });

    [Theory]
    [InlineData("saved /home/someone/a/b.txt", "an absolute path")]
    [InlineData("saved C:\\Users\\someone\\b.txt", "an absolute path")]
    [InlineData("see ~/data/x.csv", "an absolute path")]
    [InlineData("listening on 10.1.2.3", "an address")]
    [InlineData("go to http://localhost:8888/lab", "an address")]
    public void FindsWhatBetraysTheMachine(string text, string finding) =>
        Assert.Contains(NotebookCleaner.Findings(Printed(text)), found => found.Contains(finding, StringComparison.Ordinal));

    [Theory]
    [InlineData("half is 1/2, and/or 3/4/5; ratio 0.5 /M")]
    [InlineData("<div>a</div></td></tr><br/>")]
    [InlineData("libtorch 2.10.0, see data/demo/test.jsonl and ../data/demo")]
    public void LeavesOrdinaryTextAlone(string text)
    {
        NotebookFile notebook = Printed(text);
        Assert.Empty(NotebookCleaner.Findings(notebook));
        string before = notebook.ToJson();
        NotebookCleaner.Clean(notebook);
        Assert.Equal(before, notebook.ToJson());
    }

    [Fact]
    public void CutsPathsAndDropsTheBannerAndMetadata()
    {
        NotebookFile notebook = Printed("saved /home/someone/a/b.txt\n");
        NotebookCleaner.Clean(notebook);
        Assert.Equal("saved …/b.txt\n", notebook.Cells[0].OutputText);

        NotebookFile banner = Shown("<div id='dotnet-interactive-this-cell-1'></div>");
        NotebookCleaner.Clean(banner);
        Assert.Empty(banner.Cells[0].Outputs);

        NotebookFile shown = Made.WithOutput(new { data = new { }, metadata = new { x = 1 }, output_type = "display_data" });
        Assert.Contains("cell 1: an output has metadata.", NotebookCleaner.Findings(shown));
        NotebookCleaner.Clean(shown);
        Assert.Equal("{}", shown.Cells[0].Outputs[0]["metadata"]!.ToJsonString());
    }

    [Theory]
    [InlineData("saved /home/someone/a/b.txt, listening on http://10.1.2.3:8888/lab?token=x")]
    [InlineData("<style>a{}</style><style>a{}</style>at C:\\Users\\someone\\b.txt")]
    [InlineData("localhost, ~/x and 127.0.0.1")]
    public void WhatWasCleanedIsCleanAndStaysAsItIs(string html)
    {
        NotebookFile notebook = Shown(html);
        Assert.NotEmpty(NotebookCleaner.Findings(notebook));
        NotebookCleaner.Clean(notebook);
        Assert.Empty(NotebookCleaner.Findings(notebook));
        string once = notebook.ToJson();
        NotebookCleaner.Clean(notebook);
        Assert.Equal(once, notebook.ToJson());
    }

    [Fact]
    public void LeavesPackedScriptsAlone()
    {
        string packed = string.Concat(Enumerable.Repeat("/home/someone/Ab9+", 40));
        NotebookFile notebook = Shown($"<script>atob('{packed}')</script>");
        Assert.Empty(NotebookCleaner.Findings(notebook));
        NotebookCleaner.Clean(notebook);
        Assert.Contains(packed, notebook.Cells[0].Outputs[0]["data"]!["text/html"]![0]!.ToString());
    }

    [Fact]
    public void KeepsOneStyleBlock()
    {
        NotebookFile notebook = Shown("<style>a{}</style><p>1</p><style>a{}</style>");
        Assert.NotEmpty(NotebookCleaner.Findings(notebook));
        NotebookCleaner.Clean(notebook);
        Assert.Empty(NotebookCleaner.Findings(notebook));
        Assert.Equal("<style>a{}</style><p>1</p>", notebook.Cells[0].Outputs[0]["data"]!["text/html"]![0]!.ToString());
    }

    [Fact]
    public void FindsErrorsCountsAndMissingOutputs()
    {
        NotebookFile failed = Made.WithOutput(new { ename = "E", evalue = "x", output_type = "error", traceback = Array.Empty<string>() });
        Assert.Contains("cell 1: it failed.", NotebookCleaner.Findings(failed));
        Assert.Equal(
            ["cell 1: it has an execution count.", "the notebook has no outputs; run it."],
            NotebookCleaner.Findings(Made.Notebook(("1", []))));
    }

    [Theory]
    [InlineData("no json", "x, line 1: not JSON; expected a notebook (.ipynb).")]
    [InlineData("{\"cells\":[],\"nbformat\":3}", "x: expected a notebook of nbformat 4 with a list of cells.")]
    [InlineData("{\"cells\":[{}],\"nbformat\":4}", "x, cell 1: expected an object with cell_type and source.")]
    public void ADamagedNotebookIsRefusedInOneSentence(string json, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => NotebookFile.Parse(json, "x")).Message);
}
