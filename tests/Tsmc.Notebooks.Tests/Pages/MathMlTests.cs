using System.Text.RegularExpressions;
using System.Xml.Linq;
using Tsmc.Notebooks.Pages;

namespace Tsmc.Notebooks.Tests.Pages;

public partial class MathMlTests
{
    [Theory]
    [InlineData(@"\frac1M\sum_i w_t^i", "<mfrac><mn>1</mn><mi>M</mi></mfrac><msub><mo>∑</mo><mi>i</mi></msub><msubsup><mi>w</mi><mi>t</mi><mi>i</mi></msubsup>")]
    [InlineData(@"\hat Z", "<mover accent=\"true\"><mi>Z</mi><mo>^</mo></mover>")]
    [InlineData(@"\sqrt{V}", "<msqrt><mrow><mi>V</mi></mrow></msqrt>")]
    [InlineData(@"x_{1:t}'", "<msubsup><mi>x</mi><mrow><mn>1</mn><mo>:</mo><mi>t</mi></mrow><mo>′</mo></msubsup>")]
    [InlineData(@"\mathbb{E}[x]", "<mi mathvariant=\"normal\">𝔼</mi><mo stretchy=\"false\">[</mo><mi>x</mi><mo stretchy=\"false\">]</mo>")]
    [InlineData(@"0.5 < 1", "<mn>0.5</mn><mo>&lt;</mo><mn>1</mn>")]
    [InlineData(@"\left(a\right.", "<mrow><mo stretchy=\"true\">(</mo><mi>a</mi></mrow>")]
    public void AFormulaBecomesItsElements(string tex, string elements) => Assert.Contains($"<mrow>{elements}</mrow><annotation", MathMl.Of(tex, display: false));

    [Fact]
    public void LimitsStandBelowAndAboveInADisplayedFormula() =>
        Assert.Contains("<munderover><mo>∏</mo><mrow><mi>t</mi><mo>=</mo><mn>1</mn></mrow><mi>T</mi></munderover>", MathMl.Of(@"\prod_{t=1}^T", display: true));

    [Theory]
    [InlineData(@"\unknown{x}")]
    [InlineData(@"\frac1")]
    [InlineData(@"{x")]
    [InlineData(@"x}")]
    public void WhatIsNotKnownOrDoesNotEndIsRefused(string tex) => Assert.Null(MathMl.Of(tex, display: false));

    [Theory]
    [MemberData(nameof(CommittedNotebooksTests.Names), MemberType = typeof(CommittedNotebooksTests))]
    public void EveryFormulaOfTheNotebooksIsDrawn(string name)
    {
        NotebookFile notebook = NotebookFile.Load(Path.Combine(Repository.Notebooks, name));
        string page = NotebookPage.ToHtml(notebook, Repository.Notebooks, name);
        Assert.DoesNotContain("class=\"tex\"", page);
        foreach (Match formula in Formula().Matches(page))
        {
            XElement.Parse(formula.Value); // well-formed
        }
    }

    [GeneratedRegex("<math.*?</math>", RegexOptions.Singleline)]
    private static partial Regex Formula();
}
