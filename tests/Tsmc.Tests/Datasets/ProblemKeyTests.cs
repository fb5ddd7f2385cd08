using Tsmc.Datasets;

namespace Tsmc.Tests.Datasets;

public sealed class ProblemKeyTests
{
    [Theory]
    [InlineData("Find $\\dfrac{1}{2}$ of  6.", "find \\frac{1}{2} of 6")]
    [InlineData("Janet’s “ducks” – 16", "Janet's \"ducks\" - 16")]
    [InlineData("$f\\left(x\\right)$", "$f(x)$")]
    [InlineData("$200,\\!000$", "$200,000$")]
    [InlineData("What is it?\n", "What is it")]
    public void Typography_does_not_count(string a, string b) => Assert.Equal(ProblemKey.Of(a), ProblemKey.Of(b));

    [Theory]
    [InlineData("What is 2+3?", "What is 2-3?")]
    [InlineData("What is 2.5?", "What is 25?")]
    [InlineData("$a\\leftarrow b$", "$a\\arrow b$")]
    [InlineData("five", "six")]
    public void Numbers_signs_and_words_count(string a, string b) => Assert.NotEqual(ProblemKey.Of(a), ProblemKey.Of(b));

    [Fact]
    public void Shares_are_uniform_and_the_same_in_every_process()
    {
        const int Count = 10_000;
        double[] shares = [.. Enumerable.Range(0, Count).Select(i => ProblemKey.Of($"Problem {i}").Share)];
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        // Binomial: five standard deviations of sqrt(p (1 - p) / n) about p = 0.05.
        Assert.Equal(0.05, shares.Count(share => share < 0.05) / (double)Count, 5 * Math.Sqrt(0.05 * 0.95 / Count));
        Assert.Equal(0.2954, ProblemKey.Of("Problem 1").Share, 4);
    }
}
