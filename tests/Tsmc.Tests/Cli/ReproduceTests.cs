using Tsmc.Demonstration;
using Tsmc.Problems;
using Tsmc.Problems.Arithmetic;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Cli;

public sealed class ReproduceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Solutions_figures_and_report_are_written_and_gone_on_with()
    {
        string models = _folder.File("demo");
        MakeModels(models);
        string output = _folder.File("reproduce");
        string[] args =
        [
            "reproduce", "--models", models, "--output", output, "--problems", "3", "--seeds", "1", "2", "--num-samples", "4",
            "--tsmc-batch-size", "2", "--other-batch-sizes", "4", "--rows", "16", "--workers", "1",
        ];
        CommandLine run = await CommandLine.RunAsync(args);
        run.AssertSuccess();
        Assert.All(
            new[] { "solutions.jsonl", "accuracy.csv", "accuracy-vs-n.html", "accuracy-vs-m.html", "report.html" },
            name => Assert.True(File.Exists(Path.Combine(output, name)), name));
        // For each problem a greedy one, 4 plain and 4 of M = 2 for each seed, and 4 of M = 4.
        Assert.Equal(3 * (1 + 2 * 4 * 2 + 4), JsonLines.Read<Solution>(Path.Combine(output, "solutions.jsonl")).Count());

        // Cut off behind the first problem, the same command goes on.
        string solutions = Path.Combine(output, "solutions.jsonl");
        string[] lines = File.ReadAllLines(solutions);
        string whole = File.ReadAllText(solutions);
        File.WriteAllText(solutions, string.Concat(lines[..30].Select(line => line + "\n")));
        CommandLine resumed = await CommandLine.RunAsync(args);
        resumed.AssertSuccess();
        Assert.Equal(whole, File.ReadAllText(solutions));

        // Other settings do not lose the solutions that are there.
        CommandLine other = await CommandLine.RunAsync(new CancellationToken(canceled: true), [.. args, "--tsmc-temperature", "0.5"]);
        Assert.Equal(130, other.Code);
        Assert.Contains("goes on behind the last whole problem", other.Error);
        Assert.Equal(whole, File.ReadAllText(Path.Combine(output, "solutions.1.jsonl")));
    }

    [Theory]
    [InlineData("reproduce --models nowhere", "nowhere")]
    [InlineData("reproduce --models nowhere --rows 0", "rows is 0; expected at least 1.")]
    [InlineData("demo train --recipe nowhere.json", "nowhere.json: no such file; expected a recipe in JSON.")]
    [InlineData("demo train --what", "See tsmc demo train --help.")]
    public async Task One_sentence_and_exit_code_2(string line, string sentence)
    {
        CommandLine run = await CommandLine.RunAsync(line.Split(' '));
        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task A_recipe_with_an_unknown_part_is_refused()
    {
        File.WriteAllText(_folder.File("recipe.json"), """{"TrainingSeeds": 2}""");
        CommandLine run = await CommandLine.RunAsync("demo", "train", "--recipe", _folder.File("recipe.json"), "--output", _folder.File("demo"));
        Assert.Equal(2, run.Code);
        Assert.Contains("TrainingSeeds", run.Error);
        Assert.False(Path.Exists(_folder.File("demo")));
    }

    /// <summary>The layout of the demonstration's folder, with random models.</summary>
    private static void MakeModels(string folder)
    {
        using var world = new TinyWorld();
        Copy(world.Generator, DemonstrationModels.GeneratorFolder(folder));
        Copy(world.Value, DemonstrationModels.ValueFolder(folder));
        Copy(world.Value, DemonstrationModels.OrmFolder(folder));
        JsonLines.Write(Path.Combine(folder, "test.jsonl"), new ArithmeticWorld(ArithmeticWorldOptions.Easy, 1).Problems(ProblemSplit.Train, 3));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
