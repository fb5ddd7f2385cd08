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
            "reproduce", "--demo", models, "--output", output, "--problems", "3", "--seeds", "1", "2", "--num-samples", "4",
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

        // Other settings do not touch the solutions that are there.
        CommandLine other = await CommandLine.RunAsync([.. args, "--tsmc-temperature", "0.5"]);
        Assert.Equal(2, other.Code);
        Assert.Contains("was begun with other settings", other.Error);
        Assert.Equal(whole, File.ReadAllText(solutions));
    }

    [Fact]
    public async Task A_stopped_training_of_the_demonstration_says_how_to_go_on()
    {
        CommandLine run = await CommandLine.RunAsync(new CancellationToken(canceled: true), "demo", "train", "--output", _folder.File("demo"));
        Assert.Equal(130, run.Code);
        Assert.Contains("goes on in the stage at hand", run.Error);
    }

    [Theory]
    [InlineData("reproduce --demo nowhere", "nowhere")]
    [InlineData("reproduce --demo nowhere --num-samples 81", "num-samples is 81; expected a multiple of every group size")]
    [InlineData("demo train --what", "See tsmc demo train --help.")]
    public async Task One_sentence_and_exit_code_2(string line, string sentence)
    {
        CommandLine run = await CommandLine.RunAsync(line.Split(' '));
        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
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
