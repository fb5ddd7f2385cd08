namespace Tsmc.Grading;

/// <summary>Answers put into groups that a grader holds to be the same: what a vote counts.</summary>
public sealed record AnswerGroups
{
    /// <summary>The group of an answer that is missing.</summary>
    public const int NoGroup = -1;

    /// <summary>For each answer the index of its group, in the order of first appearance, or <see cref="NoGroup"/>.</summary>
    public required IReadOnlyList<int> GroupOf { get; init; }

    /// <summary>For each group the answer that opened it.</summary>
    public required IReadOnlyList<string> Representatives { get; init; }

    /// <summary>
    /// Groups answers. An answer with the key of an earlier one joins its group; each other joins the first group whose representative the grader holds equivalent, so that the result is defined for a
    /// grader that is not transitive too.
    /// </summary>
    /// <param name="answers">The answers, null where a solution has none.</param>
    /// <param name="grader">Compares; asked once for every distinct key and group.</param>
    public static AnswerGroups Of(IReadOnlyList<string?> answers, IGrader grader)
    {
        var groupOf = new int[answers.Count];
        var representatives = new List<string>();
        var groupOfText = new Dictionary<string, int>();
        var groupOfKey = new Dictionary<string, int>();
        for (int i = 0; i < groupOf.Length; i++)
        {
            if (answers[i] is not string answer)
            {
                groupOf[i] = NoGroup;
                continue;
            }
            if (!groupOfText.TryGetValue(answer, out int group))
            {
                string key = grader.Key(answer);
                if (!groupOfKey.TryGetValue(key, out group))
                {
                    group = representatives.FindIndex(gold => grader.Equivalent(gold, answer));
                    if (group < 0)
                    {
                        group = representatives.Count;
                        representatives.Add(answer);
                    }
                    groupOfKey.Add(key, group);
                }
                groupOfText.Add(answer, group);
            }
            groupOf[i] = group;
        }
        return new() { GroupOf = groupOf, Representatives = representatives };
    }
}
