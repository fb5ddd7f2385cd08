using System.Text.Json;
using Tsmc.Problems;
using Tsmc.Records;

namespace Tsmc.Tests.Cli;

public sealed class VerbTests(TinyWorld world) : IClassFixture<TinyWorld>
{
    private static readonly string[] Small = ["--max-new-tokens", "24", "--rows", "32", "--workers", "1", "--device", "cpu"];

    [Fact]
    public async Task Problems_writes_the_counts_asked_for()
    {
        string folder = world.File("problems");
        CommandLine run = await CommandLine.RunAsync(
            "problems", "--output", folder, "--train", "7", "--valid", "5", "--test", "3", "--clean-rows", "11", "--noisy-rows", "13");
        Assert.Equal(0, run.Code);
        Assert.Equal((7, 5, 3), (Rows<Problem>("train"), Rows<Problem>("valid"), Rows<Problem>("test")));
        Assert.Equal(24, Rows<SftRow>("sft"));

        int Rows<T>(string name) => JsonLines.Read<T>(Path.Combine(folder, name + ".jsonl")).Count();
    }

    [Fact]
    public async Task Exact_writes_every_scheme_and_exponent()
    {
        string model = world.File("toy.json");
        File.WriteAllText(model, """{"V": 2, "T": 1, "p_next": {"": [0.25, 0.75]}, "phi": {"0": 1, "1": 0}}""");
        string output = world.File("result.json");
        CommandLine run = await CommandLine.RunAsync("exact", "--model", model, "--particles", "4", "--runs", "20", "--output", output);
        run.AssertSuccess();
        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(output));
        Assert.Equal(0.25, result.RootElement.GetProperty("z").GetDouble());
        Assert.Equal(15, result.RootElement.GetProperty("runs").GetArrayLength());
        Assert.Contains("ordered-stratified", run.Output);
    }

    [Fact]
    public async Task Init_makes_a_model_that_can_be_fine_tuned()
    {
        string model = world.File("base");
        CommandLine made = await CommandLine.RunAsync(
            "init", "--data", world.SftRows, "--output", model, "--vocabulary-size", "128", "--hidden-size", "32", "--intermediate-size", "48",
            "--layers", "1", "--heads", "2", "--max-positions", "512");
        made.AssertSuccess();
        CommandLine tuned = await CommandLine.RunAsync(
            "sft", "--model", model, "--data", world.SftRows, "--output", world.File("base-tuned"), "--batch-size", "6", "--epochs", "1");
        tuned.AssertSuccess();
    }

    [Fact]
    public async Task Sft_trains_a_model_that_generates()
    {
        string output = world.File("tuned");
        CommandLine run = await CommandLine.RunAsync(
            "sft", "--model", world.Generator, "--data", world.SftRows, "--valid-data", world.SftRows, "--output", output,
            "--batch-size", "6", "--epochs", "1", "--learning-rate", "1e-3", "--device", "cpu");
        run.AssertSuccess();
        Assert.Contains("valid loss", run.Error);

        CommandLine generate = await CommandLine.RunAsync([
            "generate", "--model", output, "--problems", world.Problems, "--num-problems", "1", "--num-samples", "2",
            "--output", world.File("tuned.jsonl"), .. Small]);
        generate.AssertSuccess();
    }

    [Fact]
    public async Task Generate_labels_and_scores_every_solution()
    {
        string output = world.File("solutions.jsonl");
        CommandLine run = await CommandLine.RunAsync([
            "generate", "--model", world.Generator, "--problems", world.Problems, "--num-samples", "3", "--num-problems", "4",
            "--value-model", world.Value, "--reward-model", world.Value, "--output", output, .. Small]);
        run.AssertSuccess();
        Solution[] rows = [.. JsonLines.Read<Solution>(output)];
        Assert.Equal(from problem in Enumerable.Range(0, 4) from sample in Enumerable.Range(0, 3) select (problem, sample),
            rows.Select(row => (row.ProblemIndex, row.SampleIndex)));
        // The value model's head is 0: V is a half everywhere.
        Assert.All(rows, row => Assert.All(row.Values, value => Assert.Equal(0.5, value)));
        Assert.All(rows, row => Assert.Equal([0.5], row.Rewards));
    }

    [Theory]
    [InlineData("orm")]
    [InlineData("step-bce")]
    public async Task Train_value_makes_a_model_that_scores(string loss)
    {
        string samples = world.File(loss + "-samples.jsonl");
        string[] generate = ["generate", "--model", world.Generator, "--problems", world.Problems, "--num-problems", "4", "--num-samples", "3", .. Small];
        Assert.Equal(0, (await CommandLine.RunAsync([.. generate, "--output", samples])).Code);
        string output = world.File(loss);
        CommandLine run = await CommandLine.RunAsync(
            "train-value", "--model", world.Generator, "--samples", samples, "--valid-samples", samples, "--output", output,
            "--loss", loss, "--epochs", "20", "--learning-rate", "1e-2", "--device", "cpu");
        run.AssertSuccess();
        Assert.Contains("valid loss", run.Error);

        string scored = world.File(loss + "-scored.jsonl");
        Assert.Equal(0, (await CommandLine.RunAsync([.. generate, "--reward-model", output, "--output", scored])).Code);
        // No sample of a random generator is right, so every step of the training pushes V below the half it began with.
        Assert.All(JsonLines.Read<Solution>(scored), row => Assert.InRange(row.Rewards[0], 0.0, 0.49));
    }

    [Fact]
    public async Task Train_value_learns_step_labels()
    {
        Problem[] problems = [.. JsonLines.Read<Problem>(world.Problems)];
        string labels = world.File("labels.jsonl");
        JsonLines.Write(labels, problems.Select(problem => new StepLabelRow
        {
            Input = problem.Text,
            Steps = ["1+2=3", "3+4=7", "# Answer\n\n7"],
            Labels = [1, 0, null],
            IsEos = true,
        }));
        CommandLine run = await CommandLine.RunAsync(
            "train-value", "--model", world.Generator, "--samples", labels, "--valid-samples", labels, "--output", world.File("prm"),
            "--loss", "prm", "--epochs", "20", "--learning-rate", "1e-2", "--device", "cpu");
        run.AssertSuccess();
        // A constant value would cost ln 2 at best: the labels are half ones.
        using JsonDocument last = JsonDocument.Parse(File.ReadLines(Path.Combine(world.File("prm"), "training.jsonl")).Last());
        Assert.InRange(last.RootElement.GetProperty("validation").GetProperty("loss").GetDouble(), 0, 0.5);
    }

    [Fact]
    public async Task Ctl_without_a_correct_sample_is_said()
    {
        string samples = world.File("wrong.jsonl");
        Assert.Equal(0, (await CommandLine.RunAsync([
            "generate", "--model", world.Generator, "--problems", world.Problems, "--num-problems", "1", "--num-samples", "2", "--output", samples, .. Small])).Code);
        CommandLine run = await CommandLine.RunAsync(
            "train-value", "--model", world.Generator, "--samples", samples, "--output", world.File("ctl"), "--device", "cpu");
        Assert.Equal(2, run.Code);
        Assert.Contains("nothing to train on", run.Error);
    }

    [Fact]
    public async Task Sample_makes_groups_of_M_and_a_smaller_last_one()
    {
        string output = world.File("tsmc.jsonl");
        CommandLine run = await CommandLine.RunAsync([
            "sample", "--model", world.Generator, "--value-model", world.Value, "--problems", world.Problems, "--num-problems", "2",
            "--num-samples", "7", "--tsmc-batch-size", "3", "--warmup", "0", "--output", output, .. Small]);
        run.AssertSuccess();
        Solution[] rows = [.. JsonLines.Read<Solution>(output).Where(row => row.ProblemIndex == 1)];
        Assert.Equal([0, 0, 0, 1, 1, 1, 2], rows.Select(row => row.Group));
        Assert.All(rows, row => Assert.Equal("tsmc", row.Method));
    }

    [Fact]
    public async Task Sample_records_its_runs_goes_on_with_the_record_and_view_draws_it()
    {
        string[] Args(string name, int problems) => [
            "sample", "--model", world.Generator, "--value-model", world.Value, "--problems", world.Problems, "--num-problems", $"{problems}",
            "--record-problems", "3", "--num-samples", "5", "--tsmc-batch-size", "3", "--warmup", "0", "--output", world.File(name + ".jsonl"),
            "--record", world.File(name + "-run.jsonl"), .. Small];
        (await CommandLine.RunAsync(Args("recorded", 4))).AssertSuccess();
        RunRecord record = RunRecord.Read(world.File("recorded-run.jsonl"));
        Assert.Equal([(0, 0, 3), (0, 1, 2), (1, 0, 3), (1, 1, 2), (2, 0, 3), (2, 1, 2)],
            record.Groups.Select(group => (group.Problem, group.Group, group.Steps[0].Particles.Count)));

        (await CommandLine.RunAsync(Args("in-two", 2))).AssertSuccess();
        (await CommandLine.RunAsync(Args("in-two", 4))).AssertSuccess();
        Assert.Equal(File.ReadAllText(world.File("recorded-run.jsonl")), File.ReadAllText(world.File("in-two-run.jsonl")));

        CommandLine view = await CommandLine.RunAsync("view", world.File("recorded-run.jsonl"), "--problem", "1");
        view.AssertSuccess();
        Assert.Contains("recorded-run.html: 1 problems, 2 groups, 0.0 MB.", view.Output);
        Assert.Contains(record.Problems[1].Text, File.ReadAllText(world.File("recorded-run.html")));
    }

    [Fact]
    public async Task Quiet_says_nothing_but_results()
    {
        CommandLine run = await CommandLine.RunAsync([
            "generate", "--quiet", "--model", world.Generator, "--problems", world.Problems, "--num-problems", "1", "--num-samples", "1",
            "--output", world.File("quiet.jsonl"), .. Small]);
        Assert.Equal((0, "", ""), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task Other_settings_never_go_on_in_the_same_file()
    {
        string[] args = ["generate", "--model", world.Generator, "--problems", world.Problems, "--num-problems", "2", "--num-samples", "1",
            "--output", world.File("guarded.jsonl"), .. Small];
        Assert.Equal(0, (await CommandLine.RunAsync(args)).Code);
        string before = File.ReadAllText(world.File("guarded.jsonl"));
        CommandLine other = await CommandLine.RunAsync([.. args, "--seed", "9"]);
        Assert.Equal(2, other.Code);
        Assert.Contains("\"seed\": 0 then, \"seed\": 9 now", other.Error);
        Assert.Equal(before, File.ReadAllText(world.File("guarded.jsonl")));
    }

    [Fact]
    public async Task A_stopped_verb_says_how_to_go_on_and_does()
    {
        string[] Args(string output) => ["generate", "--model", world.Generator, "--problems", world.Problems, "--num-samples", "2",
            "--output", world.File(output), .. Small];
        using var stop = new CancellationTokenSource();
        Task<CommandLine> begun = CommandLine.RunAsync(stop.Token, Args("stopped.jsonl"));
        while (!begun.IsCompleted && !(File.Exists(world.File("stopped.jsonl")) && new FileInfo(world.File("stopped.jsonl")).Length > 0))
        {
            await Task.Delay(1);
        }
        await stop.CancelAsync();
        CommandLine stopped = await begun;
        // A machine may be so fast that all is done before the stop arrives.
        Assert.True(stopped.Code is 130 or 0, stopped.Error);
        Assert.Contains(stopped.Code == 130 ? "goes on behind the last whole problem" : "12 problems", stopped.Error);

        Assert.Equal(0, (await CommandLine.RunAsync(Args("stopped.jsonl"))).Code);
        Assert.Equal(0, (await CommandLine.RunAsync(Args("whole.jsonl"))).Code);
        Assert.Equal(File.ReadAllText(world.File("whole.jsonl")), File.ReadAllText(world.File("stopped.jsonl")));
    }

    [Fact]
    public async Task Doctor_finds_what_the_tests_run_on()
    {
        CommandLine run = await CommandLine.RunAsync("doctor");
        Assert.Equal(0, run.Code);
        Assert.Matches("(?m)^✓ +libtorch +2\\.", run.Output);
        Assert.Matches("(?m)^✓ +CPU +serves fp32", run.Output);
        Assert.EndsWith("The library can run.\n", run.Output);
        // A line each, with what to do about what is missing.
        Assert.All(run.Output.Split('\n').Where(line => line.StartsWith('!')), line => Assert.Contains(". ", line));
    }
}
