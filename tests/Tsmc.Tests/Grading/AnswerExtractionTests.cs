using Tsmc.Grading;

namespace Tsmc.Tests.Grading;

public class AnswerExtractionTests
{
    [Theory]
    [InlineData("1+2=3\n\n# Answer\n\n3", "3")]
    [InlineData("# Answer\n\n  x = 4 \n", "x = 4")]
    [InlineData("# Answer\n\n3\n\n# Answer\n\n4", "4")]
    [InlineData("# Answer\n3", "3")]
    [InlineData("# Answer\n\n3\n\nsee # Answer above", "3\n\nsee # Answer above")]
    [InlineData("# Answers\n\n3", null)]
    [InlineData("# Answer 3", null)]
    [InlineData("# Answer\n\n \n", null)]
    [InlineData("# Answer", null)]
    [InlineData("1+2=3", null)]
    [InlineData("", null)]
    public void Finds_what_follows_the_last_answer_heading(string solution, string? expected) =>
        Assert.Equal(expected, AnswerExtraction.Find(solution));
}
