using System.Text.Json;
using Tsmc.Grading;
using Tsmc.Grading.Prm800k;
using Tsmc.Tests.Architecture;

namespace Tsmc.Tests.Grading;

/// <summary>GSM8K, MATH500 and a real model's solutions.</summary>
public sealed class RealDataTests
{
    private static readonly MathGrader[] Modes = [MathGrader.Prm800k, MathGrader.MathVerify];

    [Fact]
    public void Every_GSM8K_answer_is_found_and_equals_itself()
    {
        string[] answers = [.. Rows("gsm8k_test.jsonl").Select(row => AnswerExtraction.Find(row.GetProperty("answer").GetString()!)!)];
        Assert.Equal(1319, answers.Length);
        AssertEachEqualsItselfOnly(answers, decimal.Parse);
    }

    [Fact]
    public void Every_MATH500_answer_is_found_and_equals_itself()
    {
        JsonElement[] rows = [.. Rows("math500_test.jsonl")];
        Assert.Equal(500, rows.Length);
        Assert.All(rows, row => Assert.True(
            MathGrader.Prm800k.Equivalent(row.GetProperty("answer").GetString()!, AnswerExtraction.Find(row.GetProperty("solution").GetString()!)!),
            row.GetProperty("answer").GetString()));
        AssertEachEqualsItselfOnly([.. rows.Select(row => row.GetProperty("answer").GetString()!)], HendrycksForm.Of);
    }

    [Fact]
    public void A_real_models_figures_come_out_again()
    {
        JsonElement[] problems = [.. Rows("qwen_math_cot_100.jsonl")];
        var differing = new List<(string Gold, string? Given)>();
        int samples = 0, correct = 0, majority = 0, weighted = 0, any = 0;
        foreach (JsonElement problem in problems)
        {
            string gold = problem.GetProperty("gt").GetString()!;
            string?[] answers = [.. problem.GetProperty("code").EnumerateArray().Select(text => AnswerExtraction.Find(text.GetString()!))];
            double[] scores = [.. problem.GetProperty("pred_score").EnumerateArray().Select(score => score[0].GetDouble())];
            bool[] right = [.. answers.Select(answer => answer is not null && MathGrader.Prm800k.Equivalent(gold, answer))];
            bool[] theirs = [.. problem.GetProperty("score").EnumerateArray().Select(score => score.GetBoolean())];
            differing.AddRange(Enumerable.Range(0, right.Length).Where(i => right[i] != theirs[i]).Select(i => (gold, answers[i])));
            AnswerGroups groups = AnswerGroups.Of(answers, MathGrader.Prm800k);
            samples += right.Length;
            correct += right.Count(one => one);
            any += right.Contains(true) ? 1 : 0;
            majority += right[Winner(groups, _ => 1)] ? 1 : 0;
            weighted += right[Winner(groups, i => 1 / (1 + Math.Exp(-scores[i])))] ? 1 : 0;
        }
        // By the model's own grader 728, 93, 94 and 96: it takes 10000 for wrong where the reference says 10{,}000.
        Assert.Equal((800, 729, 93, 95, 97), (samples, correct, majority, weighted, any));
        Assert.Equal([("10{,}000", "10000")], differing);
    }

    /// <summary>The first sample of the group with the largest weight.</summary>
    private static int Winner(AnswerGroups groups, Func<int, double> weight) => Enumerable.Range(0, groups.GroupOf.Count)
        .Where(i => groups.GroupOf[i] >= 0)
        .GroupBy(i => groups.GroupOf[i])
        .MaxBy(group => group.Sum(weight))!
        .First();

    private static void AssertEachEqualsItselfOnly<T>(string[] answers, Func<string, T> form)
    {
        foreach (MathGrader grader in Modes)
        {
            Assert.All(answers, answer => Assert.True(grader.Equivalent(answer, new string(answer)), answer));
            for (int i = 0; i < answers.Length; i++)
            {
                string other = answers[(i + 1) % answers.Length];
                Assert.True(
                    Equals(form(answers[i]), form(other)) || !grader.Equivalent(answers[i], other), $"{grader.Mode}: {answers[i]} and {other}");
            }
        }
    }

    private static IEnumerable<JsonElement> Rows(string file) =>
        File.ReadLines(Repository.Fixture("problems", file)).Select(line => JsonDocument.Parse(line).RootElement);
}
