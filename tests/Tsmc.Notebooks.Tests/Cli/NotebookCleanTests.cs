namespace Tsmc.Notebooks.Tests.Cli;

public sealed class NotebookCleanTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task CheckListsAndChangesNothingThenCleaningMends()
    {
        NotebookFile notebook = Made.WithOutput(new { name = "stdout", output_type = "stream", text = "see /home/someone/a.txt" });
        string file = _tool.Save("a.ipynb", notebook);
        string before = File.ReadAllText(file);

        var (code, output, _) = await Tool.RunAsync("clean", "--check", file);
        Assert.Equal(1, code);
        Assert.Equal($"{file}: cell 1: an absolute path, /home/someone/a.txt.\n", output);
        Assert.Equal(before, File.ReadAllText(file));

        Assert.Equal(0, (await Tool.RunAsync("clean", file)).Code);
        Assert.Equal(0, (await Tool.RunAsync("clean", "--check", file)).Code);
        Assert.Equal("see …/a.txt", NotebookFile.Load(file).Cells[0].OutputText);
    }

    [Fact]
    public async Task WhatCannotBeCleanedIsSaid()
    {
        string file = _tool.Save("a.ipynb", Made.WithOutput(new { ename = "E", evalue = "x", output_type = "error", traceback = Array.Empty<string>() }));
        var (code, output, _) = await Tool.RunAsync("clean", file);
        Assert.Equal(1, code);
        Assert.Contains("cell 1: it failed.", output);
    }
}
