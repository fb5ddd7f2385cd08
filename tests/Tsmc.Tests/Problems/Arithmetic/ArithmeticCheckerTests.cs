using Tsmc.Problems;
using Tsmc.Problems.Arithmetic;
using Tsmc.Randomness;

namespace Tsmc.Tests.Problems.Arithmetic;

public class ArithmeticCheckerTests
{
    // 20, then 3 times 8 more, then 5 and 4 less: 35; split by 5: 7.
    private static readonly ArithmeticProblem Problem = new()
    {
        Id = "p",
        Text = "",
        Name = "Maya",
        Object = "marbles",
        Container = "boxes",
        Start = 20,
        Events =
        [
            new() { Kind = EventKind.Gain, Cue = "buys", Count = 3, Units = 8, EachCue = "of each" },
            new() { Kind = EventKind.Loss, Cue = "sells", Units = 5 },
            new() { Kind = EventKind.Loss, Cue = "loses", Units = 4 },
        ],
        Distractors = [new() { Before = 0, Cue = "sibling has", Number = 7 }],
        Share = 5,
    };

    [Theory]
    [InlineData("3*8=24|20+24=44|44-5=39|39-4=35|35/5=7|# Answer|7")]
    [InlineData("8*3=24|24+20=44|44-4=40|40-5=35|35/5=7|# Answer|7")]
    [InlineData("20-5=15|3*8=24|15-4=11|24+11=35|35/5=7|# Answer|7")]
    [InlineData("5+4=9|3*8=24|24-9=15|15+20=35|35/5=7|# Answer|7")]
    [InlineData("3*8=24|20+24=44")]
    [InlineData("")]
    public void Right_steps_are_accepted_in_any_order(string solution) => Assert.Equal(-1, FirstWrong(solution));

    [Theory]
    [InlineData(0, "20+8=28")] // "each" ignored
    [InlineData(0, "20+7=27")] // the distractor counted
    [InlineData(2, "3*8=24|20+24=44|44+5=49")] // a loss added
    [InlineData(1, "3*8=24|20+24=45")] // arithmetic
    [InlineData(1, "20-5=15|15-5=10")] // an event counted twice
    [InlineData(1, "3*8=24|3*8=24")] // a product taken twice
    [InlineData(2, "3*8=24|20+24=44|44/5=8")] // split too early, with a remainder
    [InlineData(4, "3*8=24|20+24=44|44-5=39|39-4=35|# Answer|35")] // split forgotten
    [InlineData(5, "3*8=24|20+24=44|44-5=39|39-4=35|35/5=7|# Answer|8")] // another answer than the result
    [InlineData(5, "3*8=24|20+24=44|44-5=39|39-4=35|35/5=7|# Answer|7|35/5=7")] // goes on after the answer
    [InlineData(5, "3*8=24|20+24=44|44-5=39|39-4=35|35/5=7|# Answer")] // heading without an answer
    [InlineData(0, "5-4=1")] // one loss less another
    [InlineData(0, "20 + 24 = 44")] // spaces are not in the format
    [InlineData(0, "99999*99999=1")]
    [InlineData(0, "so we add|20+24=44")]
    public void The_first_wrong_step_is_named(int expected, string solution) => Assert.Equal(expected, FirstWrong(solution));

    [Fact]
    public void Equal_numbers_are_followed_in_every_reading()
    {
        // 3 boxes of 4 gained, 4 boxes of 3 lost: "3*4=12" may be either, and both are needed.
        ArithmeticProblem problem = Problem with
        {
            Events =
            [
                new() { Kind = EventKind.Gain, Cue = "buys", Count = 3, Units = 4, EachCue = "of each" },
                new() { Kind = EventKind.Loss, Cue = "sells", Count = 4, Units = 3, EachCue = "of each" },
            ],
            Share = null,
        };
        Assert.Equal(-1, ArithmeticChecker.FirstWrongStep(problem, Text("3*4=12|20-12=8|4*3=12|8+12=20|# Answer|20")));
        Assert.Equal(-1, ArithmeticChecker.FirstWrongStep(problem, Text("3*4=12|20+12=32|3*4=12|32-12=20|# Answer|20")));
        Assert.Equal(2, ArithmeticChecker.FirstWrongStep(problem, Text("3*4=12|20+12=32|32-12=20")));
    }

    [Fact]
    public void Any_way_to_combine_the_quantities_two_by_two_is_right()
    {
        var world = new ArithmeticWorld(ArithmeticWorldOptions.Hard, 5);
        for (int i = 0; i < 1000; i++)
        {
            ArithmeticProblem problem = world.Problem(ProblemSplit.Train, i);
            string solution = CombineAtRandom(problem, new CounterRandom(1, RandomStream.Subsets).Sequence((uint)i));
            Assert.Equal(-1, ArithmeticChecker.FirstWrongStep(problem, solution));
        }
    }

    /// <summary>
    /// Solves a problem by joining two random quantities at a time, gains with gains, losses with losses, or one with the other.
    /// </summary>
    private static string CombineAtRandom(ArithmeticProblem problem, RandomSequence random)
    {
        List<string> steps = [.. problem.Events.Where(e => e.Count is not null).Select(e => $"{e.Count}*{e.Units}={e.Amount}")];
        List<int> quantities = [problem.Start, .. problem.Events.Select(e => e.Change)];
        while (quantities.Count > 1)
        {
            int[] pair = [.. quantities];
            random.Shuffle(pair.AsSpan());
            (int a, int b) = (Math.Max(pair[0], pair[1]), Math.Min(pair[0], pair[1]));
            if (a >= 0 && b < 0 && a + b < 0)
            {
                continue;
            }
            quantities.Remove(a);
            quantities.Remove(b);
            quantities.Add(a + b);
            steps.Add(b >= 0 || a < 0 ? $"{Math.Abs(a)}+{Math.Abs(b)}={Math.Abs(a + b)}" : $"{a}-{-b}={a + b}");
        }
        steps.AddRange(problem.Share is int share ? [$"{quantities[0]}/{share}={quantities[0] / share}"] : []);
        return PromptFormat.Solution(steps, problem.Answer);
    }

    private static int FirstWrong(string solution) => ArithmeticChecker.FirstWrongStep(Problem, Text(solution));

    private static string Text(string solution) => solution.Replace("|", PromptFormat.StepEnd);
}
