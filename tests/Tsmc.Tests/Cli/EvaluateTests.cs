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
