using Tsmc.Grading;

namespace Tsmc.Tests.Grading;

public class AnswerGroupsTests
{
    [Fact]
    public void Groups_follow_the_grader_in_order_of_appearance()
    {
        AnswerGroups groups = AnswerGroups.Of(["7", null, "8", "7.0", "x", " 8", null], NumericGrader.Instance);

        Assert.Equal([0, AnswerGroups.NoGroup, 1, 0, 2, 1, AnswerGroups.NoGroup], groups.GroupOf);
        Assert.Equal(["7", "8", "x"], groups.Representatives);
    }

    [Fact]
    public void No_answers_make_no_groups()
    {
        Assert.Empty(AnswerGroups.Of([], NumericGrader.Instance).GroupOf);
        Assert.Empty(AnswerGroups.Of([null, null], NumericGrader.Instance).Representatives);
    }

    [Fact]
    public void The_grader_sees_each_distinct_text_once_for_each_group()
    {
        var grader = new Counting();
        AnswerGroups.Of([.. Enumerable.Range(0, 900).Select(i => $"{i % 3}")], grader);
        Assert.Equal(0 + 1 + 2, grader.Calls);
    }

    [Fact]
    public void Answers_of_one_key_stay_together_where_equivalence_is_not_transitive()
    {
        // 2/4 is wrong for 1/2, and both are right for 0.5: each joins the first group that takes it.
        AnswerGroups groups = AnswerGroups.Of(["1/2", "2/4", "0.5", "\\frac12", "\\frac{2}{4}"], MathGrader.Prm800k);

        Assert.Equal([0, 1, 0, 0, 1], groups.GroupOf);
        Assert.Equal(["1/2", "2/4"], groups.Representatives);
    }

    private sealed class Counting : IGrader
    {
        public int Calls { get; private set; }

        public bool Equivalent(string gold, string given)
        {
            Calls++;
            return gold == given;
        }
    }
}
