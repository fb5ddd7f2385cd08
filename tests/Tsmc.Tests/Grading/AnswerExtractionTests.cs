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

    [Theory]
    [InlineData("# Answer\n\n\\boxed{3}", "\\boxed{3}", AnswerKind.Heading)]
    [InlineData("so \\boxed{\\frac{1}{2}} or \\boxed{ \\left\\{1, {2}\\right\\} }.", "\\left\\{1, {2}\\right\\}", AnswerKind.Boxed)]
    [InlineData("\\fbox{7} and \\boxed{8", "7", AnswerKind.Boxed)]
    [InlineData("48/2 = <<48/2=24>>24\n#### 72 \n", "72", AnswerKind.HashMarks)]
    [InlineData("The answer is $x+1$, as said.", "x+1", AnswerKind.Sentence)]
    [InlineData("The answer is 3. No: the answer is 4.5. I hope it is correct.", "4.5", AnswerKind.Sentence)]
    public void Tells_the_place_and_the_mark(string solution, string text, AnswerKind kind)
    {
        FoundAnswer found = AnswerExtraction.Locate(solution)!;
        Assert.Equal((text, kind), (found.Text, found.Kind));
        Assert.Equal(text, solution.Substring(found.Start, found.Length));
    }

    [Fact]
    public void Boxes_that_are_never_closed_are_passed_over_up_to_a_bound()
    {
        Assert.Equal("7", AnswerExtraction.Locate(@"\boxed{7} " + string.Concat(Enumerable.Repeat(@"\boxed{", 40)))!.Text);
        Assert.Null(AnswerExtraction.Locate(@"\boxed{7} " + string.Concat(Enumerable.Repeat(@"\boxed{", 60))));
    }
}
