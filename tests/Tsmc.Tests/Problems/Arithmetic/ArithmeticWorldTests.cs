using System.Text.Json;
using System.Text.RegularExpressions;
using Tsmc.Problems;
using Tsmc.Problems.Arithmetic;

namespace Tsmc.Tests.Problems.Arithmetic;

public class ArithmeticWorldTests
{
    public static TheoryData<string> Difficulties => ["easy", "main", "hard"];

    [Fact]
    public void A_problem_is_a_pure_function_of_its_address()
    {
        ArithmeticWorld one = new(ArithmeticWorldOptions.Main, 5), other = new(ArithmeticWorldOptions.Main, 5);
        string[] forward = [.. one.Problems(ProblemSplit.Test, 50).Select(Row)];
        string[] backward = [.. Enumerable.Range(0, 50).Reverse().Select(i => Row(other.Problem(ProblemSplit.Test, i))).Reverse()];

        Assert.Equal(forward, backward);
        Assert.NotEqual(forward[0], Row(new ArithmeticWorld(ArithmeticWorldOptions.Main, 6).Problem(ProblemSplit.Test, 0)));
    }

    [Fact]
    public void Splits_share_no_story_across_seeds_and_sizes()
    {
        var splitOf = new Dictionary<string, ProblemSplit>();
        foreach (long seed in new long[] { 1, 2 })
        {
            // One event only: so few stories that the same ones come up again and again.
            var world = new ArithmeticWorld(ArithmeticWorldOptions.Main with { MinEvents = 1, MaxEvents = 1 }, seed);
            foreach (ProblemSplit split in Enum.GetValues<ProblemSplit>())
            {
                foreach (ArithmeticProblem problem in world.Problems(split, 2000))
                {
                    string events = string.Join(' ', problem.Events.Select(e => $"{e.Kind}{e.Count}*{e.Units}"));
                    string story = $"{problem.Start} {events} {problem.Share}";
                    Assert.Equal(split, ArithmeticWorld.SplitOf(problem));
                    Assert.True(splitOf.TryAdd(story, split) || splitOf[story] == split, story);
                }
            }
        }
        Assert.True(splitOf.Count < 11_000, "expected stories to come up more than once, else the test shows nothing");
    }

    [Theory]
    [MemberData(nameof(Difficulties))]
    public void Numbers_stay_in_range(string difficulty)
    {
        ArithmeticWorldOptions options = ArithmeticWorldOptions.Named(difficulty);
        foreach (ArithmeticProblem problem in new ArithmeticWorld(options, 3).Problems(ProblemSplit.Train, 2000))
        {
            Assert.InRange(problem.Events.Count, options.MinEvents, options.MaxEvents);
            int total = problem.Start;
            foreach (ArithmeticEvent happening in problem.Events)
            {
                total += happening.Change;
                Assert.InRange(total, 1, 99);
                Assert.InRange(happening.Amount, 2, 40);
                Assert.Equal(happening.Count is null, happening.EachCue is null);
            }
            Assert.Equal(0, total % (problem.Share ?? 1));
            Assert.Equal((total / (problem.Share ?? 1)).ToString(), problem.Answer);
            Assert.All(problem.Distractors, d => Assert.InRange(d.Number, 2, 60));
        }
    }

    [Theory]
    [MemberData(nameof(Difficulties))]
    public void The_text_tells_the_story_and_nothing_else(string difficulty)
    {
        var world = new ArithmeticWorld(ArithmeticWorldOptions.Named(difficulty), 4);
        foreach (ArithmeticProblem problem in world.Problems(ProblemSplit.Train, 2000))
        {
            var told = new List<int> { problem.Start };
            for (int i = 0; i < problem.Events.Count; i++)
            {
                told.AddRange(problem.Distractors.Where(d => d.Before == i).Select(d => d.Number));
                told.AddRange(problem.Events[i].Count is int count ? [count, problem.Events[i].Units] : [problem.Events[i].Units]);
            }
            told.AddRange(problem.Share is int share ? [share] : []);
            Assert.Equal(told, Regex.Matches(problem.Text, "[0-9]+").Select(m => int.Parse(m.Value)));
            // Sentences begin with a capital, end with a full stop, and only the last asks.
            Assert.Matches(@"\A([A-Z][A-Za-z0-9, ]*\. )+[A-Z][A-Za-z ]*\?\z", problem.Text);
            Assert.DoesNotContain("  ", problem.Text);
            Assert.Contains(problem.Name, problem.Text);
        }
    }

    [Fact]
    public void The_vocabulary_is_small()
    {
        var words = new HashSet<string>();
        foreach (ArithmeticProblem problem in new ArithmeticWorld(ArithmeticWorldOptions.Hard, 1).Problems(ProblemSplit.Train, 5000))
        {
            words.UnionWith(Regex.Matches(problem.Text, "[A-Za-z]+").Select(m => m.Value));
        }
        Assert.InRange(words.Count, 130, 200);
    }

    [Fact]
    public void Frequencies_are_those_of_the_options()
    {
        const int Count = 4000;
        var options = ArithmeticWorldOptions.Main;
        ArithmeticProblem[] problems = [.. new ArithmeticWorld(options, 8).Problems(ProblemSplit.Train, Count)];
        int events = problems.Sum(p => p.Events.Count);

        // Distractors are independent of whether a story is kept; five standard deviations of a binomial count.
        AssertBinomial(problems.Sum(p => p.Distractors.Count), events, options.DistractorProbability);
        // Splits: the hash that decides about keeping a story knows nothing of the options, so the share is kept too.
        AssertBinomial(problems.Count(p => p.Share is not null), Count, options.ShareProbability);
        AssertBinomial(problems.Count(p => p.Events.Count == 4), Count, 0.5);
    }

    [Fact]
    public void A_row_of_a_file_is_a_problem_with_its_story()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            ArithmeticProblem[] problems = [.. new ArithmeticWorld(ArithmeticWorldOptions.Main, 2).Problems(ProblemSplit.Validation, 30)];
            JsonLines.Write(path, problems);

            Assert.Equal(problems.Select(Row), ArithmeticProblem.Read(path).Select(Row));
            Assert.Equal(problems.Select(p => p.ToProblem()), JsonLines.Read<Problem>(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Bad_options_are_named()
    {
        Assert.Contains("MinEvents is 0", Refused(ArithmeticWorldOptions.Main with { MinEvents = 0 }));
        Assert.Contains("MaxEvents is 2", Refused(ArithmeticWorldOptions.Main with { MaxEvents = 2 }));
        Assert.Contains("ShareProbability is NaN", Refused(ArithmeticWorldOptions.Main with { ShareProbability = double.NaN }));
        Assert.Contains("MaxTotal is 100", Refused(ArithmeticWorldOptions.Main with { MaxTotal = 100 }));
        Assert.Contains("easy, main or hard", Assert.Throws<ArgumentException>(() => ArithmeticWorldOptions.Named("odd")).Message);
    }

    private static string Refused(ArithmeticWorldOptions options) =>
        Assert.Throws<ArgumentException>(() => new ArithmeticWorld(options, 1)).Message;

    private static void AssertBinomial(int hits, int trials, double probability) =>
        Assert.InRange(Math.Abs(hits - trials * probability), 0, 5 * Math.Sqrt(trials * probability * (1 - probability)));

    private static string Row(ArithmeticProblem problem) => JsonSerializer.Serialize(problem, JsonLines.Format);
}
