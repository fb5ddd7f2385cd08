using Tsmc.Evaluation;

namespace Tsmc.Tests.Evaluation;

public class PassAtNTests
{
    [Fact]
    public void The_formula_equals_enumeration()
    {
        const int Total = 7;
        for (int correct = 0; correct <= Total; correct++)
        {
            ProblemSamples samples = Samples.Of([.. Enumerable.Range(0, Total).Select(i => i < correct ? 0 : 1)], gold: 0);
            for (int n = 1; n <= Total; n++)
            {
                double enumerated = Samples.Subsets(Total, n).Average(subset => Voting.AnyCorrect(samples, subset));
                Assert.Equal(enumerated, PassAtN.Probability(Total, correct, n), 12);
            }
        }
    }

    [Fact]
    public void It_does_not_overflow()
    {
        // 1 - (1 - 1/N) of N samples at n = 1.
        Assert.Equal(0.001, PassAtN.Probability(1000, 1, 1), 12);
        Assert.Equal(0.5, PassAtN.Probability(1000, 1, 500), 12);
    }

    [Fact]
    public void Out_of_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PassAtN.Probability(4, 5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PassAtN.Probability(4, 1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => PassAtN.Probability(4, 1, 0));
    }
}
