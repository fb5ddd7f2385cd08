using CsCheck;
using Tsmc.Grading;

namespace Tsmc.Tests.Grading;

public class NumericGraderTests
{
    [Theory]
    [InlineData("16", "16.0", true)]
    [InlineData("16", " +016 ", true)]
    [InlineData("0", "-0.00", true)]
    [InlineData(".5", "0.50", true)]
    [InlineData("5.", "5", true)]
    [InlineData("-3", "3", false)]
    [InlineData("16", "16.1", false)]
    [InlineData("0.1000000000000000000000000000000000000001", "0.1", false)]
    [InlineData("100000000000000000000000000000000000000001", "100000000000000000000000000000000000000000", false)]
    [InlineData("x", " x ", true)]
    [InlineData("x", "X", false)]
    [InlineData("", "0", false)]
    [InlineData(".", "0", false)]
    [InlineData("1e2", "100", false)]
    [InlineData("1-2", "-1", false)]
    public void Compares_by_value(string gold, string given, bool expected)
    {
        Assert.Equal(expected, NumericGrader.Instance.Equivalent(gold, given));
        Assert.Equal(expected, NumericGrader.Instance.Equivalent(given, gold));
    }

    [Fact]
    public void Agrees_with_decimal_equality_where_decimals_are_exact() =>
        Gen.Select(Gen.Int[-99, 99], Gen.Int[0, 3], Gen.Int[-99, 99], Gen.Int[0, 3]).Sample((a, scaleA, b, scaleB) =>
        {
            decimal x = a / Pow10(scaleA), y = b / Pow10(scaleB);
            string gold = x.ToString("F4"), given = y.ToString();
            return NumericGrader.Instance.Equivalent(gold, given) == (x == y);
        });

    private static decimal Pow10(int n) => n == 0 ? 1 : 10 * Pow10(n - 1);
}
