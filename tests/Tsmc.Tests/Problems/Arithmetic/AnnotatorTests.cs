using System.Text.RegularExpressions;
using Tsmc.Grading;
using Tsmc.Problems;
using Tsmc.Problems.Arithmetic;

namespace Tsmc.Tests.Problems.Arithmetic;

public class AnnotatorTests
{
    private static readonly ArithmeticWorld Hard = new(ArithmeticWorldOptions.Hard, 11);

    [Theory]
    [InlineData("easy")]
    [InlineData("main")]
    [InlineData("hard")]
    public void A_solution_without_mistakes_is_right_at_every_step(string difficulty)
    {
        var annotator = new Annotator(AnnotatorOptions.None, 1);
        var styles = new HashSet<AnnotatorStyle>();
        var world = new ArithmeticWorld(ArithmeticWorldOptions.Named(difficulty), 9);
        foreach (ArithmeticProblem problem in world.Problems(ProblemSplit.Train, 1000))
        {
            Assert.Equal(-1, ArithmeticChecker.FirstWrongStep(problem, problem.Solution));
            for (int draw = 0; draw < 4; draw++)
            {
                AnnotatedSolution solution = annotator.Annotate(problem, draw);
                styles.Add(solution.Style);
                Assert.Empty(solution.Mistakes);
                Assert.Equal(problem.Answer, AnswerExtraction.Find(solution.Text));
                Assert.Equal(-1, ArithmeticChecker.FirstWrongStep(problem, solution.Text));
            }
        }
        Assert.Equal(3, styles.Count);
    }

    [Fact]
    public void A_solution_is_a_pure_function_of_its_address()
    {
        Annotator one = new(new AnnotatorOptions(), 5), other = new(new AnnotatorOptions(), 5);
        ArithmeticProblem problem = Hard.Problem(ProblemSplit.Train, 0);
        string[] forward = [.. Enumerable.Range(0, 30).Select(i => one.Annotate(problem, i).Text)];
        string[] backward = [.. Enumerable.Range(0, 30).Reverse().Select(i => other.Annotate(problem, i).Text).Reverse()];

        Assert.Equal(forward, backward);
        Assert.True(forward.Distinct().Count() > 5);
    }

    [Fact]
    public void Every_problem_has_several_right_solutions()
    {
        var annotator = new Annotator(AnnotatorOptions.None, 1);
        foreach (ArithmeticProblem problem in new ArithmeticWorld(ArithmeticWorldOptions.Main, 1).Problems(ProblemSplit.Test, 200))
        {
            int distinct = Enumerable.Range(0, 40).Select(i => annotator.Annotate(problem, i).Text).Distinct().Count();
            Assert.True(distinct > 3, problem.Text);
        }
    }

    [Fact]
    public void A_mistake_is_the_first_wrong_step()
    {
        var annotator = new Annotator(new AnnotatorOptions(), 2);
        var caught = new Dictionary<MistakeKind, int>();
        int coincidences = 0, wrong = 0;
        foreach (ArithmeticProblem problem in Hard.Problems(ProblemSplit.Train, 3000))
        {
            AnnotatedSolution solution = annotator.Annotate(problem);
            int found = ArithmeticChecker.FirstWrongStep(problem, solution.Text);
            if (solution.Mistakes.Count == 0)
            {
                Assert.Equal(-1, found);
                continue;
            }
            wrong++;
            AnnotatorMistake first = solution.Mistakes.MinBy(m => m.Step)!;
            Assert.True(found == -1 || found >= first.Step);
            bool onlyFlipped = solution.Mistakes.Where(m => m.Step == first.Step).All(m => m.Kind == MistakeKind.FlipLoss);
            if (IsCoincidence(problem, PromptFormat.Steps(solution.Text)[first.Step], onlyFlipped))
            {
                coincidences++;
                continue;
            }
            Assert.Equal(first.Step, found);
            caught[first.Kind] = caught.GetValueOrDefault(first.Kind) + 1;
        }
        Assert.All(Enum.GetValues<MistakeKind>(), kind => Assert.True(caught[kind] > 100));
        Assert.InRange(coincidences, 0, wrong / 4);
    }

    [Theory]
    [InlineData(MistakeKind.FlipLoss)]
    [InlineData(MistakeKind.IgnoreEach)]
    [InlineData(MistakeKind.CountDistractor)]
    public void Mistakes_are_as_frequent_as_the_options_say(MistakeKind kind)
    {
        var annotator = new Annotator(
            new AnnotatorOptions
            {
                FlipLossFactor = kind == MistakeKind.FlipLoss ? 1 : 0,
                IgnoreEachFactor = kind == MistakeKind.IgnoreEach ? 0.5 : 0,
                CountDistractorFactor = kind == MistakeKind.CountDistractor ? 1 : 0,
            },
            3);
        var cells = new Dictionary<double, (int Trials, int Hits)>();
        int hasty = 0, total = 0;
        foreach (ArithmeticProblem problem in new ArithmeticWorld(ArithmeticWorldOptions.Main, 4).Problems(ProblemSplit.Train, 8000))
        {
            // Problems with one place for the mistake, where it can be written: there it is made with exactly the stated probability.
            (Misreading Place, string Cue)[] places = [.. Annotator.Places(problem).Where(p => p.Place.Kind == kind)];
            if (places is not [var only] || !Move.IsWritable(problem.Start, Move.Told(problem, [only.Place])))
            {
                continue;
            }
            AnnotatedSolution solution = annotator.Annotate(problem);
            double rate = annotator.Rate(solution.Style, kind, only.Cue);
            (int trials, int hits) = cells.GetValueOrDefault(rate);
            cells[rate] = (trials + 1, hits + solution.Mistakes.Count);
            hasty += solution.Style == AnnotatorStyle.Hasty ? 1 : 0;
            total++;
        }
        double factor = kind == MistakeKind.IgnoreEach ? 0.5 : 1;
        Assert.Equal([.. new[] { 0.12, 0.25, 0.40, 0.65 }.Select(r => r * factor)], cells.Keys.Order());
        // Five standard deviations of a binomial count: one false alarm in a million cells.
        foreach ((double rate, (int trials, int hits)) in cells)
        {
            Assert.InRange(trials, 100, 8000);
            Assert.InRange(Math.Abs(hits - trials * rate), 0, 5 * Math.Sqrt(trials * rate * (1 - rate)));
        }
        Assert.InRange(Math.Abs(hasty - total * 0.4), 0, 5 * Math.Sqrt(total * 0.4 * 0.6));
    }

    [Theory]
    [InlineData(AnnotatorStyle.Hasty, MistakeKind.FlipLoss, "donates", 0.65)]
    [InlineData(AnnotatorStyle.Hasty, MistakeKind.FlipLoss, "sells", 0.25)]
    [InlineData(AnnotatorStyle.Shuffled, MistakeKind.IgnoreEach, "filled with each", 0.20)]
    [InlineData(AnnotatorStyle.ProductsFirst, MistakeKind.CountDistractor, "shop opens at", 0.36)]
    [InlineData(AnnotatorStyle.Hasty, MistakeKind.CountDistractor, "sibling has", 1)]
    public void Rates_depend_on_style_wording_and_kind(AnnotatorStyle style, MistakeKind kind, string cue, double expected)
    {
        var annotator = new Annotator(new AnnotatorOptions { IgnoreEachFactor = 0.5, CountDistractorFactor = 3 }, 1);
        Assert.Equal(expected, annotator.Rate(style, kind, cue), 1e-12);
    }

    [Fact]
    public void A_mistaken_solution_is_right_arithmetic_with_small_numbers()
    {
        var annotator = new Annotator(new AnnotatorOptions { Hasty = new(1, 1), Careful = new(1, 1) }, 2);
        foreach (ArithmeticProblem problem in Hard.Problems(ProblemSplit.Train, 1000))
        {
            string text = annotator.Annotate(problem).Text;
            int last = problem.Start;
            foreach (string step in PromptFormat.Steps(text).SkipLast(1))
            {
                Match match = Regex.Match(step, @"\A([0-9]{1,2})([-+*/])([0-9]{1,2})=([0-9]{1,2})\z");
                Assert.True(match.Success, step);
                int a = int.Parse(match.Groups[1].Value), b = int.Parse(match.Groups[3].Value);
                last = int.Parse(match.Groups[4].Value);
                Assert.Equal(match.Groups[2].Value switch { "+" => a + b, "-" => a - b, "*" => a * b, _ => a / b }, last);
            }
            Assert.Equal(last.ToString(), AnswerExtraction.Find(text));
        }
    }

    [Fact]
    public void Hasty_annotators_keep_to_the_order_told()
    {
        var annotator = new Annotator(AnnotatorOptions.None with { HastyShare = 1 }, 1);
        Assert.All(Hard.Problems(ProblemSplit.Test, 200), p => Assert.Equal(p.Solution, annotator.Annotate(p).Text));
    }

    [Fact]
    public void Careful_annotators_put_products_first()
    {
        var annotator = new Annotator(AnnotatorOptions.None with { HastyShare = 0, ShuffledShare = 0 }, 1);
        foreach (ArithmeticProblem problem in Hard.Problems(ProblemSplit.Test, 200))
        {
            int products = problem.Events.Count(e => e.Count is not null);
            string[] steps = [.. PromptFormat.Steps(annotator.Annotate(problem).Text)];
            Assert.All(steps.Take(products), step => Assert.Contains('*', step));
            Assert.All(steps.Skip(products), step => Assert.DoesNotContain('*', step));
        }
    }

    [Fact]
    public void Bad_options_are_named()
    {
        Assert.Contains("HastyShare is 1.5", Refused(new() { HastyShare = 1.5 }));
        Assert.Contains("Careful.HardCue is -1", Refused(new() { Careful = new(-1, 0) }));
        Assert.Contains("FlipLossFactor is NaN", Refused(new() { FlipLossFactor = double.NaN }));
        Assert.Contains("\"steals\"", Refused(new() { HardCues = ["donates", "steals"] }));
    }

    private static string Refused(AnnotatorOptions options) => Assert.Throws<ArgumentException>(() => new Annotator(options, 1)).Message;

    /// <summary>
    /// Whether the mistaken step can be read as a right one: another event has the same amount as one of its operands. (A flipped loss's
    /// own amount does not count: it is one quantity, and a sum wants two.)
    /// </summary>
    private static bool IsCoincidence(ArithmeticProblem problem, string step, bool onlyFlipped)
    {
        int[] operands = [.. step.Split('=')[0].Split('+', '-').Select(int.Parse)];
        return problem.Events.Count(e => operands.Contains(e.Amount)) > (onlyFlipped ? 1 : 0);
    }
}
