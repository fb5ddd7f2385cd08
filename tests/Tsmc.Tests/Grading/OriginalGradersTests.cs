using Tsmc.Grading;
using Tsmc.Tests.Architecture;

namespace Tsmc.Tests.Grading;

/// <summary>How far the two modes agree with the graders they are named after; the README of the folder lists every exception.</summary>
public sealed class OriginalGradersTests
{
    [Fact]
    public void Prm800k_agrees_with_the_original_on_99_of_100_pairs()
    {
        GradingFixtures[] judged = [.. GradingFixtures.Read("pairs.jsonl").Where(pair => pair.Prm800k is not null)];
        int agreed = judged.Count(pair => pair.By(MathGrader.Prm800k).Correct == pair.Prm800k);
        Assert.True(agreed >= 0.99 * judged.Length, $"{agreed} of {judged.Length}");
    }

    [Fact]
    public void MathVerify_accepts_as_many_equal_pairs_as_the_original_and_no_unequal_one()
    {
        IReadOnlyList<GradingFixtures> pairs = GradingFixtures.Read("pairs.jsonl");
        GradingFixtures[] equal = [.. pairs.Where(pair => pair.Equal == true)];
        int accepted = equal.Count(pair => pair.By(MathGrader.MathVerify).Correct), original = equal.Count(pair => pair.MathVerify == true);

        Assert.True(accepted >= original, $"{accepted} against {original}");
        Assert.DoesNotContain(pairs, pair => pair.Equal == false && pair.By(MathGrader.MathVerify).Correct);
    }

    [Fact]
    public void MathVerify_meets_97_of_100_of_the_originals_own_cases()
    {
        IReadOnlyList<GradingFixtures> cases = GradingFixtures.Read("math_verify_cases.jsonl");
        int met = cases.Count(one => one.By(MathGrader.MathVerify).Correct == one.MathVerify);
        Assert.True(met >= 0.97 * cases.Count, $"{met} of {cases.Count}");
    }

    [Fact]
    public void Both_modes_judge_a_models_real_answers_as_the_originals_do() => Assert.All(
        GradingFixtures.Read("real_predictions.jsonl"),
        answer => Assert.Equal(
            (answer.Prm800k, answer.MathVerify),
            (answer.By(MathGrader.Prm800k).Correct, answer.By(MathGrader.MathVerify).Correct)));

    [Fact]
    public void The_readme_lists_every_disagreement()
    {
        IReadOnlyList<GradingFixtures> pairs = GradingFixtures.Read("pairs.jsonl"), cases = GradingFixtures.Read("math_verify_cases.jsonl");
        string written = File.ReadAllText(Path.Combine(Repository.Root(), "src", "Tsmc", "Grading", "README.md"));
        foreach (string row in Rows("PRM800K", MathGrader.Prm800k, pairs, pair => pair.Prm800k)
            .Concat(Rows("Math-Verify's cases", MathGrader.MathVerify, cases, pair => pair.MathVerify))
            .Concat(Rows("equal by construction", MathGrader.MathVerify, pairs, pair => pair.Equal)))
        {
            Assert.Contains(row, written);
        }
    }

    /// <summary>The README's rows up to the last cell, which a person writes.</summary>
    private static IEnumerable<string> Rows(
        string against, MathGrader grader, IReadOnlyList<GradingFixtures> pairs, Func<GradingFixtures, bool?> expected) =>
        from pair in pairs
        let verdict = pair.By(grader)
        where expected(pair) is bool wanted && wanted != verdict.Correct
        select $"| {against} | `{Cell(pair.Gold)}` | `{Cell(pair.Given)}` | {(verdict.Correct ? "equal" : "not equal")} | {verdict.Reason} |";

    /// <summary>The end of a text, where the answer stands, as a table's cell shows it.</summary>
    private static string Cell(string text)
    {
        string end = text.Length <= 60 ? text : "…" + text[^60..];
        return end.Replace("|", "\\|").Replace('\n', ' ').Replace('`', '\'');
    }
}
