using System.Diagnostics;
using CsCheck;
using Tsmc.Grading;
using Tsmc.Grading.Algebra;
using Tsmc.Grading.MathVerify;

namespace Tsmc.Tests.Grading;

public sealed class MathGraderTests
{
    [Theory]
    [InlineData(@"\frac{1}{2}", "0.5", true, true)]
    [InlineData(@"\frac{1}{2}", @"\frac{2}{4}", false, true)]
    [InlineData("6", @"\frac{18}{3}", false, true)]
    [InlineData("1{,}234", "1234", true, true)]
    [InlineData("12%", "0.12", false, true)]
    [InlineData("3,4", "4,3", false, true)]
    [InlineData(@"\{3,4\}", "4,3", false, true)]
    [InlineData("(3,4)", "(4,3)", false, false)]
    [InlineData("[3,4)", "(3,4)", false, false)]
    [InlineData("(3,4)", @"\left(\frac{6}{2},4\right)", false, true)]
    [InlineData(@"x \le 7", @"(-\infty, 7]", false, true)]
    [InlineData(@"2 \pm \sqrt{7}", @"2-\sqrt{7}, 2+\sqrt{7}", false, true)]
    [InlineData("3x-y=4", "y=3x-4", false, true)]
    [InlineData("3x-y=4", "y=3x+4", false, false)]
    [InlineData("(a+b)^2", "a^2+2ab+b^2", true, true)]
    [InlineData("(a+b)^2", "a^2+b^2", false, false)]
    [InlineData(@"\frac{2}{\sqrt{6}}", @"\frac{\sqrt{6}}{3}", true, true)]
    [InlineData(@"\begin{pmatrix}1&2\\3&4\end{pmatrix}", @"\begin{bmatrix}1&\frac{4}{2}\\3&4\end{bmatrix}", false, true)]
    [InlineData(@"\begin{pmatrix}1&2\\3&4\end{pmatrix}", @"\begin{pmatrix}1&3\\2&4\end{pmatrix}", false, false)]
    [InlineData("211_3", "211_{3}", true, true)]
    [InlineData("211_3", "211_4", false, false)]
    [InlineData(@"\text{Monday}", "monday", true, true)]
    [InlineData(@"\text{Monday}", "Tuesday", false, false)]
    [InlineData(@"45^\circ", "45 degrees", true, true)]
    [InlineData(@"45^\circ", "45°", false, true)]
    [InlineData(@"\$7.50", "7.5", true, true)]
    [InlineData("3 1/4", "3.25", true, true)]
    [InlineData("2", "", false, false)]
    [InlineData("2", "1/0", false, false)]
    [InlineData(@"\infty", @"-\infty", false, false)]
    [InlineData("100000000000000000001", "100000000000000000000", false, false)]
    [InlineData(@"\tan x", @"\frac{\sin x}{\cos x}", false, true)]
    [InlineData("|x|", "x", false, false)]
    public void Compares_answers(string gold, string given, bool strict, bool mathematical)
    {
        Assert.Equal(strict, MathGrader.Prm800k.Equivalent(gold, given));
        Assert.Equal(mathematical, MathGrader.MathVerify.Equivalent(gold, given));
    }

    [Theory]
    [InlineData("1/2", "2/4", "unreduced or different fraction")]
    [InlineData("1/2", "0.5", "equal in MATH normal form")]
    [InlineData("(1,2)", "(1,2,3)", "2 elements against 3")]
    [InlineData("x+1", "1+x", "equal values at 6 points")]
    public void Says_which_rule_decided(string gold, string given, string reason) =>
        Assert.Equal(reason, MathGrader.Prm800k.Grade(gold, given).Reason);

    [Fact]
    public void MathVerify_is_symmetric_and_reflexive_on_made_answers() => Gen.Select(Answers, Answers).Sample((one, other) =>
        MathGrader.MathVerify.Equivalent(one, other) == MathGrader.MathVerify.Equivalent(other, one)
        && MathGrader.MathVerify.Equivalent(one, $" {one} ") && MathGrader.Prm800k.Equivalent(one, one));

    [Fact]
    public void Fractions_are_equal_exactly_when_they_are() => Gen.Select(Gen.Int[-40, 40], Gen.Int[1, 40], Gen.Int[-40, 40], Gen.Int[1, 40])
        .Sample((a, b, c, d) => MathGrader.MathVerify.Equivalent($@"\frac{{{a}}}{{{b}}}", $"{c}/{d}") == (a * d == c * b));

    [Fact]
    public void Expanded_products_equal_their_factors_and_their_neighbours_do_not() => Gen.Select(Gen.Int[-9, 9], Gen.Int[-9, 9], Gen.Int[-2, 2])
        .Sample((a, b, off) => MathGrader.MathVerify.Equivalent($"(x+{a})(x+{b})", $"x^2+{a + b}x+{(a * b) + off}") == (off == 0));

    [Fact]
    public void Roots_taken_out_are_equal_and_others_are_not() => Gen.Select(Gen.Int[2, 30], Gen.Int[2, 30], Gen.Int[-1, 1])
        .Sample((a, b, off) => MathGrader.MathVerify.Equivalent($@"{a}\sqrt{{{b}}}", $@"\sqrt{{{(a * a * b) + off}}}") == (off == 0));

    [Theory]
    [InlineData("9**9**9")]
    [InlineData("9^{9^{9^9}}")]
    [InlineData("9999999!")]
    [InlineData("99!!!!!")]
    [InlineData("1e999999999")]
    [InlineData("(x+y+1)^{999}(x-y)^{999}")]
    public void Hostile_answers_are_wrong_and_equal_themselves(string hostile) => AssertHarmless(hostile);

    [Fact]
    public void Long_and_deep_answers_are_wrong_and_equal_themselves()
    {
        AssertHarmless(new string('(', 2000) + "3" + new string(')', 2000));
        AssertHarmless(string.Concat(Enumerable.Repeat(@"\sqrt{", 2000)) + "3" + new string('}', 2000));
        AssertHarmless(string.Concat(Enumerable.Repeat("-", 4000)) + "3");
        AssertHarmless(string.Concat(Enumerable.Repeat("x^", 900)) + "x");
        AssertHarmless(string.Join("+", Enumerable.Repeat("x", 2500)));
        AssertHarmless(string.Join(",", Enumerable.Repeat("1,2", 450)));
        AssertHarmless(new string('7', 1_000_000));
        AssertHarmless(new string('7', 14_000));
        AssertHarmless(string.Concat(Enumerable.Repeat(@"\boxed{", 2_000)));
        AssertHarmless(string.Concat(Enumerable.Repeat("$ the answer is ", 900)));
        AssertHarmless(string.Concat(Enumerable.Repeat(@"\boxed{", 100_000)));
        AssertHarmless(string.Concat(Enumerable.Repeat("$ the answer is ", 60_000)));
        AssertHarmless(new string('$', 1_000_000));
        AssertHarmless(new string('a', 1_000_000));
    }

    [Fact]
    public void No_comparison_takes_more_than_its_steps_or_throws()
    {
        string[] pieces =
        [
            "9", "1e9", "x", "y", "^", "^{", "}", "{", "(", ")", "[", "]", ",", "!", "**", @"\frac", @"\sqrt", @"\pm", "+", "-", "*", "/", "=", "<", "|", @"\\", "&",
            @"\begin{pmatrix}", @"\end{pmatrix}", @"\text{", " ", "%", "_", @"\infty", @"\cup", @"\{", @"\}", ".", "5", @"\sin", @"\boxed{", "$", "and", @"\left", "f(", ":", "\0", "√", @"\",
        ];
        Gen<string> soup = Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 60].Select(string.Concat);
        Gen.Select(soup, soup).Sample((gold, given) =>
        {
            var work = new Work();
            MathVerifyRules.Grade(gold, given, work);
            MathGrader.Prm800k.Grade(gold, given);
            return work.Steps <= Work.MaxSteps;
        }, iter: 20_000);
    }

    // 50 ms a comparison; the best of twenty runs keeps a busy machine out of it.
    private static void AssertHarmless(string hostile)
    {
        foreach (MathGrader grader in (MathGrader[])[MathGrader.Prm800k, MathGrader.MathVerify])
        {
            Assert.True(grader.Equivalent(hostile, new string(hostile)), "equal text");
            double best = Enumerable.Range(0, 20).Min(_ =>
            {
                long start = Stopwatch.GetTimestamp();
                Assert.False(grader.Equivalent("2", hostile));
                Assert.False(grader.Equivalent(hostile, "x^2"));
                Assert.False(grader.Equivalent(hostile, hostile + "1"));
                return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            });
            Assert.True(best < 150, $"{best:F1} ms for three comparisons in mode {grader.Mode}");
        }
    }

    private static readonly Gen<string> Answers = Gen.OneOf(
        Gen.Int[-99, 99].Select(n => $"{n}"),
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9]).Select((a, b) => $@"\frac{{{a}}}{{{b}}}"),
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9]).Select((a, b) => $"{a},{b}"),
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9]).Select((a, b) => $"({a},{b})"),
        Gen.Int[1, 9].Select(a => $"x={a}"),
        Gen.Int[1, 9].Select(a => $@"\pm {a}"),
        Gen.Int[1, 9].Select(a => $@"{a}\%"),
        Gen.Int[1, 9].Select(a => $"x>{a}"));
}
