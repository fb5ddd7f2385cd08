using Tsmc.Torch;

namespace Tsmc.Notebooks.Tests.Jupyter;

/// <summary>The same notebooks in real Jupyter. Skipped where it is not installed; <c>.ci/run</c> installs it.</summary>
[Trait("Category", "Jupyter")]
[Collection(Whole.Notebooks)]
public class JupyterTests
{
    // Each notebook takes here as long as in process. What only costs time is made smaller, so that all fit into a check; the rest is as
    // committed, and a notebook that is not listed runs whole and must say what is committed.
    private static readonly Dictionary<string, Dictionary<string, string>> Smaller = new()
    {
        ["02-supervised-fine-tuning.ipynb"] = new() { ["Steps"] = "40", ["Problems"] = "20" },
        ["03-sampling-and-voting.ipynb"] = new() { ["Problems"] = "30" },
        ["04-value-function.ipynb"] = new() { ["TrainingProblems"] = "60", ["Problems"] = "40" },
        ["05-twisted-smc.ipynb"] = new() { ["Problems"] = "6" },
        ["06-paper-figures.ipynb"] = new() { ["Problems"] = "30" },
    };

    // The solutions of the exercises are run in process only.
    public static TheoryData<string> Names => [.. CommittedNotebooksTests.Names.Select(row => row.Data).Where(name => name == Path.GetFileName(name))];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RunsOnThisMachineOnlyAndSaysWhatIsCommitted(string name)
    {
        NotebookFile committed = NotebookFile.Load(Path.Combine(Repository.Notebooks, name));
        NotebookFile notebook = NotebookFile.Parse(committed.ToJson(), name);
        bool whole = !Smaller.TryGetValue(name, out Dictionary<string, string>? parameters);
        notebook.InjectParameters(parameters ?? []);
        JupyterRun run = await JupyterRun.RunAsync(notebook, Ct);
        Assert.True(run.Code == 0, run.Errors);
        Assert.Equal(["127.0.0.1"], run.Listened);
        NotebookCleaner.Clean(run.Notebook!);
        Assert.Empty(NotebookCleaner.Findings(run.Notebook!));
        if (whole)
        {
            run.Notebook!.Arithmetic = Arithmetic.Fingerprint;
            Assert.Empty(NotebookComparison.Differences(committed, run.Notebook));
        }
    }

    [Fact]
    public async Task ALiveDisplayIsOneOutputWithItsLastState()
    {
        NotebookFile notebook = Made.Notebook(
            ("#r \"../src/Tsmc.Interactive/bin/Release/net10.0/Tsmc.Interactive.dll\"\nTsmc.Interactive.TsmcInteractive.Load();", []),
            ("using Tsmc.Interactive.Live;\nusing (var bar = new LiveProgress(\"Counting\", 20, \"sheep\"))\n"
                + "    for (int i = 0; i < 20; i++) { bar.Add(); await Task.Delay(50); }", []));
        JupyterRun run = await JupyterRun.RunAsync(notebook, Ct);
        Assert.True(run.Code == 0, run.Errors);
        Assert.Single(run.Notebook!.Cells[1].Outputs);
        Assert.Equal("Counting: 20 of 20 sheep\n", run.Notebook.Cells[1].OutputText);
    }

    [Fact]
    public async Task AFailingCellIsNamed()
    {
        JupyterRun run = await JupyterRun.RunAsync(Made.Notebook(("throw new InvalidOperationException(\"the cause\");", [])), Ct);
        Assert.Equal(1, run.Code);
        Assert.Contains("the cause", run.Errors);
    }
}
