using Tsmc.Problems;

namespace Tsmc.Tests.Cli;

public sealed class EvaluateTests(TinyWorld world) : IClassFixture<TinyWorld>
{
    [Fact]
    public async Task Votes_by_hand()
    {
        // Two problems, three plain samples each. Problem 0: right, right, wrong. Problem 1: wrong, wrong, right, the right one with all the reward.
        Problem[] problems = [.. JsonLines.Read<Problem>(world.Problems).Take(2)];
        string plain = Write("plain.jsonl", problems, "plain", 1, [true, true, false], [false, false, true]);
        string greedy = Write("greedy.jsonl", problems, "greedy", 1, [true], [false]);
        string tsmc = Write("tsmc.jsonl", problems, "tsmc", 3, [true, true, true], [true, true, false]);
        CommandLine run = await CommandLine.RunAsync(
            "evaluate", "--problems", world.Problems, "--solutions", plain, "--tsmc-solutions", tsmc, "--greedy", greedy,
            "--output", world.File("results"), "--sizes", "3", "--bootstrap-resamples", "100");
        run.AssertSuccess();
        Assert.Equal(
            """
            method,n,m,accuracy,standard_error
            greedy,1,1,0.5,0.5
            mv,3,1,0.5,0.5
            wmv-orm,3,1,1,0
            tsmc-mv,3,3,1,0
            tsmc-wmv,3,3,1,0
            pass,3,1,1,0

            """,
            File.ReadAllText(Path.Combine(world.File("results"), "accuracy.csv")));
        Assert.Contains("wmv-value is left out: plain solutions have no value.", run.Error);
        Assert.Contains("TSMC + MV over MV", run.Output);
        Assert.True(File.Exists(Path.Combine(world.File("results"), "accuracy-vs-n.html")));
    }

    [Fact]
    public async Task Solutions_of_other_problems_are_refused()
    {
        Problem[] problems = [.. JsonLines.Read<Problem>(world.Problems).Skip(1).Take(2)];
        string path = Write("shifted.jsonl", problems, "plain", 1, [true], [true]);
        CommandLine run = await CommandLine.RunAsync("evaluate", "--problems", world.Problems, "--solutions", path, "--output", world.File("none"));
        Assert.Equal(2, run.Code);
        Assert.Contains("shifted.jsonl, row 1: the prompt is not that of problem", run.Error);
    }

    [Theory]
    [InlineData("--methods best", "methods holds \"best\"; expected some of greedy")]
    [InlineData("--methods tsmc-mv", "methods holds tsmc-mv, but there are no tsmc solutions.")]
    [InlineData("--n-trials 0", "NTrials is 0")]
    public async Task Wrong_flags_are_said(string flags, string sentence)
    {
        Problem[] problems = [.. JsonLines.Read<Problem>(world.Problems).Take(1)];
        string path = Write("one.jsonl", problems, "plain", 1, [true]);
        CommandLine run = await CommandLine.RunAsync(
            ["evaluate", "--problems", world.Problems, "--solutions", path, "--output", world.File("none"), .. flags.Split(' ')]);
        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Error);
    }

    [Fact]
    public async Task One_file_is_evaluated_as_the_papers_code_does()
    {
        string prompts = world.File("prompts.json");
        File.WriteAllText(prompts, """[{"problem": "P", "prompt": "# Question\n\nP\n\n# Solution\n\n", "gt_answer": "1"}, {"prompt": "Q", "gt_answer": "2"}]""");
        string solutions = world.File("file.jsonl");
        File.WriteAllLines(solutions, Enumerable.Range(0, 4).Select(i =>
            $$"""{"idx": 0, "sample_idx": {{i}}, "prompt": "# Question\n\nP\n\n# Solution\n\n", "output": "# Answer\n\n{{(i < 3 ? 1 : 7)}}", "reward": [0.5], "value": [{{(i < 3 ? "0.1" : "0.9")}}]}"""));
        CommandLine run = await CommandLine.RunAsync(
            "evaluate", "--prompt-file", prompts, "--solution-file", solutions, "--num-samples", "4", "--tsmc-batch-size", "2",
            "--n-trials", "10", "--method", "mv", "tsmc-wmv", "--tsmc-weight", "value", "--output", world.File("by-file"));
        run.AssertSuccess();
        Assert.Contains("1 problems.", run.Output);
        Assert.Matches(@"MV +100\.0", run.Output);
        Assert.Matches(@"TSMC \+ WMV, M = 2 +0\.0", run.Output);
        Assert.Contains("1 problems of", run.Error);
        Assert.StartsWith("method,n,m,accuracy,standard_error\nmv,4,1,1,", File.ReadAllText(Path.Combine(world.File("by-file"), "accuracy.csv")));
    }

    [Theory]
    [InlineData("", "--problems is missing")]
    [InlineData("--prompt-file a", "--solution-file is missing")]
    [InlineData("--solution-file a", "--prompt-file is missing")]
    [InlineData("--prompt-file a --solution-file b", "a: no such file")]
    public async Task Files_that_are_missing_are_said(string flags, string sentence)
    {
        CommandLine run = await CommandLine.RunAsync(["evaluate", .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Error);
    }

    private string Write(string name, Problem[] problems, string method, int m, params bool[][] correct)
    {
        JsonLines.Write(world.File(name), problems.SelectMany((problem, idx) => correct[idx].Select((right, i) => new Solution
        {
            ProblemIndex = idx,
            SampleIndex = i,
            Method = method,
            GroupSize = m,
            Prompt = PromptFormat.Prompt(problem.Text),
            Output = "",
            Answer = right ? problem.Answer : "-1",
            // What the file says does not count: answers are graded again.
            Correct = !right,
            Rewards = [right ? 1.0 : 0.1],
        })));
        return world.File(name);
    }
}
