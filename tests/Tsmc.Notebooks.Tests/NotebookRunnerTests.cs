namespace Tsmc.Notebooks.Tests;

[Collection(Whole.Notebooks)]
public class NotebookRunnerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<NotebookFailure?> Run(NotebookFile notebook, NotebookRunOptions? options = null) =>
        NotebookRunner.RunAsync(notebook, Path.GetTempPath(), options, ct: Ct);

    [Fact]
    public async Task PrintsAndValuesBecomeOutputsAndVariablesLastFromCellToCell()
    {
        NotebookFile notebook = Made.Notebook(("int x = 20; Console.Write(\"a\"); Console.WriteLine(\"b\");", []), ("x + 1", []));
        Assert.Null(await Run(notebook));
        Assert.Equal("ab\n", notebook.Cells[0].OutputText);
        Assert.Single(notebook.Cells[0].Outputs);
        Assert.Equal("21", notebook.Cells[1].OutputText);
    }

    [Fact]
    public async Task StopsAtTheFirstCellThatFailsAndSaysWhy()
    {
        NotebookFile notebook = Made.Notebook(("1", []), ("throw new InvalidOperationException(\"the cause\");", []), ("2", []));
        NotebookFailure? failure = await Run(notebook);
        Assert.Equal(2, failure?.Cell);
        Assert.Contains("the cause", failure?.Error);
        Assert.Equal("error", notebook.Cells[1].Outputs[^1]["output_type"]!.ToString());
        Assert.Empty(notebook.Cells[2].Outputs);
    }

    [Fact]
    public async Task ACellThatDoesNotCompileFails()
    {
        NotebookFailure? failure = await Run(Made.Notebook(("int x = \"text\";", [])));
        Assert.Contains("CS0029", failure?.Error);
    }

    [Fact]
    public async Task ACellPastItsTimeLimitFails()
    {
        NotebookFile notebook = Made.Notebook(("await Task.Delay(TimeSpan.FromMinutes(1));", []));
        NotebookFailure? failure = await Run(notebook, new NotebookRunOptions { CellTimeLimit = TimeSpan.FromSeconds(2) });
        Assert.Equal("The cell ran longer than 2 s.", failure?.Error);
    }

    [Fact]
    public async Task ParametersAreSetBehindTheirCell()
    {
        NotebookFile notebook = Made.Notebook(
            ("int N = 1; // solutions\nstring Name = \"a\";\ndouble T = 0.5;\nint[] Ms = [1];", ["parameters"]),
            ("$\"{N} {Name} {T * 2} {Ms.Length}\"", []));
        var values = new Dictionary<string, string> { ["N"] = "7", ["Name"] = "b \"c\"", ["T"] = "2", ["Ms"] = "[5, 6]" };
        Assert.Null(await Run(notebook, new NotebookRunOptions { Parameters = values }));
        Assert.Equal("7 b \"c\" 4 2", notebook.Cells[2].OutputText);
        Assert.Contains(NotebookFile.InjectedTag, notebook.Cells[1].Tags);
        NotebookCleaner.Clean(notebook);
        Assert.Equal(2, notebook.Cells.Count);
    }

    [Fact]
    public async Task AnUnknownParameterIsRefusedByName()
    {
        NotebookFile notebook = Made.Notebook(("int N = 1;\nint M = 2;", ["parameters"]));
        var options = new NotebookRunOptions { Parameters = new Dictionary<string, string> { ["K"] = "7" } };
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => Run(notebook, options));
        Assert.Equal("The notebook has no parameter K; expected one of N, M.", error.Message);
    }

    [Fact]
    public async Task AValueShownLiveIsReplacedInItsPlace()
    {
        string assembly = typeof(Tsmc.Interactive.TsmcInteractive).Assembly.Location;
        NotebookFile notebook = Made.Notebook(
            ($"#r \"{assembly}\"\nTsmc.Interactive.TsmcInteractive.Load();", []),
            ("using Tsmc.Interactive.Live;\nusing (var bar = new LiveProgress(\"Counting\", 3, \"sheep\")) "
                + "for (int i = 0; i < 3; i++) bar.Add();", []));
        NotebookFailure? failure = await Run(notebook);
        Assert.True(failure is null, failure?.Error);
        Assert.Single(notebook.Cells[1].Outputs);
        Assert.Equal("Counting: 3 of 3 sheep\n", notebook.Cells[1].OutputText);
    }

    [Fact]
    public async Task TheWorkingFolderIsTheNotebooksAndComesBack()
    {
        string before = Directory.GetCurrentDirectory();
        NotebookFile notebook = Made.Notebook((
            "using System.IO;\nPath.TrimEndingDirectorySeparator(Path.GetFullPath(\".\")) "
            + "== Path.TrimEndingDirectorySeparator(Path.GetTempPath())", []));
        Assert.Null(await Run(notebook));
        Assert.Equal("True", notebook.Cells[0].OutputText);
        Assert.Equal(before, Directory.GetCurrentDirectory());
    }
}
