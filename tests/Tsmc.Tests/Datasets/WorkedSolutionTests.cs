using Tsmc.Datasets;

namespace Tsmc.Tests.Datasets;

public sealed class WorkedSolutionTests
{
    [Theory]
    [InlineData("a\nb", "a|b")]
    [InlineData("a\nb\n\nc", "a\nb|c")]
    [InlineData("so\n\\[x\n\n=1\\]\nthen", "so\n\\[x\n=1\\]|then")]
    [InlineData("see\n$$a$$\nand\n$$b\n=2$$\nend", "see\n$$a$$|and\n$$b\n=2$$|end")]
    [InlineData("x\n\n[asy]\ndraw();\n\ndot();\n[/asy]\n\ny", "x|[asy]\ndraw();\ndot();\n[/asy]|y")]
    [InlineData("a\\\\[6pt]\nb", "a\\\\[6pt]|b")]
    [InlineData("", "")]
    public void Steps_end_at_blank_lines_or_line_ends_outside_of_formulas(string text, string steps) =>
        Assert.Equal(steps, string.Join('|', WorkedSolution.Steps(text)));

    [Theory]
    [InlineData("\\boxed{1} then \\boxed{\\frac{a}{b}}.", "\\frac{a}{b}")]
    [InlineData("\\boxed{\\{1\\}}", "\\{1\\}")]
    [InlineData("\\boxed{2} and \\boxed{3", "2")]
    [InlineData("\\fbox{7}", "7")]
    [InlineData("$\\boxed 5$", "5")]
    [InlineData("none", null)]
    [InlineData("\\boxed{}", null)]
    public void The_last_box_that_closes_counts(string text, string? held) => Assert.Equal(held, WorkedSolution.Boxed(text));

    [Theory]
    [InlineData("so 7. The answer is: 7", "so 7.|7")]
    [InlineData("The answer is: 1. no\nthe answer is: 2 ", "The answer is: 1. no|2")]
    [InlineData("The answer is:", null)]
    [InlineData("the answer is 7", null)]
    public void An_answer_sentence_stands_last(string text, string? split) =>
        Assert.Equal(split, WorkedSolution.AtAnswer(text) is (string before, string answer) ? $"{before}|{answer}" : null);

    [Theory]
    [InlineData("1,234", "1234")]
    [InlineData("-12,345,678.5", "-12345678.5")]
    [InlineData("1,2", "1,2")]
    [InlineData("(1,000)", "(1,000)")]
    public void Commas_go_only_where_they_part_thousands(string answer, string plain) => Assert.Equal(plain, WorkedSolution.WithoutThousands(answer));
}
