using Tsmc.Grading;
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
        foreach (ArithmeticProblem problem in new ArithmeticWorld(ArithmeticWorldOptions.Named(difficulty), 9).Problems(ProblemSplit.Train, 1000))
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
        Assert.All(
            new ArithmeticWorld(ArithmeticWorldOptions.Main, 1).Problems(ProblemSplit.Test, 200),
            problem => Assert.True(Enumerable.Range(0, 40).Select(i => annotator.Annotate(problem, i).Text).Distinct().Count() > 3, problem.Text));
    }
}
