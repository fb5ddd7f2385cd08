using Microsoft.Data.Analysis;
using Tsmc.Evaluation;

namespace Tsmc.Tests.Evaluation;

public class RowFrameTests
{
    [Fact]
    public void Each_property_is_a_column_of_its_kind()
    {
        DataFrame frame = RowFrame.Of(new[] { new { m = 10, share = 0.5, name = "a", right = true }, new { m = 20, share = 1.5, name = "b", right = false } });
        Assert.Equal(["m", "share", "name", "right"], frame.Columns.Select(column => column.Name));
        Assert.Equal([typeof(int), typeof(double), typeof(string), typeof(bool)], frame.Columns.Select(column => column.DataType));
        Assert.Equal([20, 1.5, "b", false], Enumerable.Range(0, 4).Select(column => frame[1, column]));
    }

    [Fact]
    public void Frames_stand_below_each_other_under_their_names()
    {
        DataFrame one = RowFrame.Of(new[] { new { x = 1 }, new { x = 2 } }), two = RowFrame.Of(new[] { new { x = 3 } });
        DataFrame both = RowFrame.Concat([("a", one), ("b", two)], "from");
        Assert.Equal(["a", "a", "b"], both["from"].Cast<string>());
        Assert.Equal([1, 2, 3], both["x"].Cast<int>());
        Assert.Equal(2, one.Rows.Count);
        Assert.Throws<ArgumentException>(() => RowFrame.Concat([("a", one), ("b", RowFrame.Of(new[] { new { y = 3 } }))], "from"));
    }
}
