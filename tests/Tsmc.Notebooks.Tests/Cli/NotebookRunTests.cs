using System.Diagnostics;

namespace Tsmc.Notebooks.Tests.Cli;

[Collection(Whole.Notebooks)]
public sealed class NotebookRunTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task ExecutedNotebooksAndPagesAreWrittenWithInjectedParameters()
    {
        NotebookFile notebook = Made.Notebook(("int N = 1;", ["parameters"]), ("N * 6", []));
        _tool.Save("a.ipynb", notebook);
        _tool.Save("b.ipynb", notebook);
        var (code, output, error) = await Tool.RunAsync("run", _tool.PathOf("*.ipynb"), "--output", _tool.PathOf("out"), "-p", "N=7");
        Assert.True(code == 0, output + error);
        Assert.Contains("b: 3/3 cells", error);
        foreach (string name in (string[])["a", "b"])
        {
            NotebookFile executed = NotebookFile.Load(_tool.PathOf("out", name + ".ipynb"));
            Assert.Contains(NotebookFile.InjectedTag, executed.Cells[1].Tags);
            Assert.Equal("42", executed.Cells[2].OutputText);
            Assert.Contains("<pre>42</pre>", File.ReadAllText(_tool.PathOf("out", name + ".html")));
        }
    }

    [Fact]
    public async Task AFailingCellIsShownAndTheOtherNotebooksStillRun()
    {
        string bad = _tool.Save("a.ipynb", Made.Notebook(("1", []), ("throw new InvalidOperationException(\"the cause\");", [])));
        string good = _tool.Save("b.ipynb", Made.Notebook(("2", [])));
        var (code, output, _) = await Tool.RunAsync("run", bad, good, "--output", _tool.PathOf("out"));
        Assert.Equal(1, code);
        Assert.Contains("a.ipynb, cell 2:\n    throw new InvalidOperationException(\"the cause\");\n", output);
        Assert.Contains("the cause", output);
        Assert.Contains("the cause", File.ReadAllText(_tool.PathOf("out", "a.html")));
        Assert.Equal("2", NotebookFile.Load(_tool.PathOf("out", "b.ipynb")).Cells[0].OutputText);
    }

    [Theory]
    [InlineData("Environment.Exit(0);", "exit code 0.")]
    [InlineData("Environment.FailFast(\"the end\");", "(aborted). It said:")]
    [InlineData("int Deep(int n) => 1 + Deep(n + 1); Deep(0)", "Stack overflow")]
    public async Task ACellThatEndsTheKernelIsNamedAndTheToolLives(string source, string why)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The exit codes are those of Unix.");
        string file = _tool.Save("a.ipynb", Made.Notebook(("\"before\"", []), (source, []), ("\"after\"", [])));
        var (code, output, _) = await Tool.RunAsync("run", file, "--output", _tool.PathOf("out"));
        Assert.Equal(1, code);
        Assert.Contains("a.ipynb, cell 2:", output);
        Assert.Contains("The kernel's process ended while this cell ran, with exit code", output);
        Assert.Contains(why, output);
        NotebookFile executed = NotebookFile.Load(_tool.PathOf("out", "a.ipynb"));
        Assert.Equal("before", executed.Cells[0].OutputText);
        Assert.Equal("error", executed.Cells[1].Outputs[^1]["output_type"]!.ToString());
    }

    [Fact]
    public async Task ACellPastItsLimitIsEndedAndKeepsWhatItHadShown()
    {
        // Long enough for the kernel to compile the cell on a busy machine; the sleep cannot be ended from inside.
        string file = _tool.Save("a.ipynb", Made.Notebook(("1", []), ("Console.Write(\"so far\"); System.Threading.Thread.Sleep(-1);", [])));
        var (code, output, _) = await Tool.RunAsync("run", file, "--output", _tool.PathOf("out"), "--cell-timeout", "40");
        Assert.Equal(1, code);
        Assert.Contains("The cell ran longer than 40 s.", output);
        Assert.StartsWith("so far", NotebookFile.Load(_tool.PathOf("out", "a.ipynb")).Cells[1].OutputText);
    }

    [Fact]
    public async Task ANotebookPastItsLimitIsEnded()
    {
        string file = _tool.Save("a.ipynb", Made.Notebook(("await Task.Delay(600_000);", [])));
        var (code, output, _) = await Tool.RunAsync("run", file, "--output", _tool.PathOf("out"), "--total-timeout", "3");
        Assert.Equal(1, code);
        Assert.Contains("The notebook ran longer than 3 s.", output);
    }

    [Fact]
    public async Task AStopEndsTheWorkerAndKeepsTheCellsThatWereDone()
    {
        string pidFile = _tool.PathOf("pid");
        string file = _tool.Save("a.ipynb", Made.Notebook(
            ("\"done\"", []),
            ($"System.IO.File.WriteAllText(@\"{pidFile}\", Environment.ProcessId.ToString()); while (true) {{ }}", [])));
        using var stop = new CancellationTokenSource();
        Task<(int Code, string Output, string Error)> run = Tool.RunAsync(stop.Token, "run", file, "--output", _tool.PathOf("out"));
        for (int i = 0; i < 600 && !(File.Exists(pidFile) && File.ReadAllText(pidFile).Length > 0); i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        int worker = int.Parse(File.ReadAllText(pidFile));
        stop.Cancel();
        Assert.Equal(130, (await run).Code);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(worker));
        Assert.Equal("done", NotebookFile.Load(_tool.PathOf("out", "a.ipynb")).Cells[0].OutputText);
    }

    [Theory]
    [InlineData("-p", "K=1", "a.ipynb: The notebook has no parameter K; expected one of N.")]
    [InlineData("-p", "K", "--parameter is \"K\"; expected name=value.")]
    [InlineData("--cell-timeout", "0", "--cell-timeout is 0; expected seconds above 0 and below 1e7.")]
    public async Task AWrongFlagIsRefusedBeforeAnythingRuns(string flag, string value, string sentence)
    {
        string file = _tool.Save("a.ipynb", Made.Notebook(("int N = 1;", ["parameters"])));
        var (code, _, error) = await Tool.RunAsync("run", file, "--output", _tool.PathOf("out"), flag, value);
        Assert.Equal(2, code);
        Assert.Contains(sentence, error);
        Assert.False(Directory.Exists(_tool.PathOf("out")));
    }

    [Fact]
    public async Task FilesThatAreNotThereOrShareANameAreRefused()
    {
        var (code, _, error) = await Tool.RunAsync("run", _tool.PathOf("*.ipynb"));
        Assert.Equal(2, code);
        Assert.Contains("no file matches", error);
        NotebookFile notebook = Made.Notebook(("1", []));
        string one = _tool.Save("a.ipynb", notebook);
        string two = _tool.Save(Path.Combine("solutions", "a.ipynb"), notebook);
        Assert.Equal(2, (await Tool.RunAsync("run", one, two)).Code);
    }
}
