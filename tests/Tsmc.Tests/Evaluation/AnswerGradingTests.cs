using Microsoft.Data.Analysis;
using Tsmc.Evaluation;
using Tsmc.Grading;

namespace Tsmc.Tests.Evaluation;

public sealed class AnswerGradingTests
{
    [Fact]
    public void A_frame_gains_verdicts_and_keeps_its_columns()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("gold", ["1/2", "3", "x+1"]),
            new StringDataFrameColumn("given", ["0.5", null, "1+x"]),
            new Int32DataFrameColumn("row", [1, 2, 3]));

        DataFrame graded = AnswerGrading.Frame(frame, MathGrader.MathVerify);

        Assert.Equal(["gold", "given", "row", "correct", "reason"], graded.Columns.Select(column => column.Name));
        Assert.Equal([true, false, true], graded.Columns["correct"].Cast<bool>());
        Assert.Equal("no answer", graded.Columns["reason"][1]);
        Assert.Equal(3, frame.Columns.Count);
        Assert.Throws<ArgumentException>(() => AnswerGrading.Frame(new DataFrame(new StringDataFrameColumn("gold", ["1"])), MathGrader.MathVerify));
    }
}
