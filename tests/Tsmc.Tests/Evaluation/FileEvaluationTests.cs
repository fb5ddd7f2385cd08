using System.Text.Json;
using Tsmc.Datasets;
using Tsmc.Evaluation;
using Tsmc.Grading;
using Tsmc.Tests.Architecture;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Evaluation;

public sealed class FileEvaluationTests : IDisposable
{
    private static readonly string[] All = [.. FileEvaluation.MethodNames];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_method_by_hand()
    {
        // One problem, answer 1. The two right solutions of five have the best weakest step, the wrong ones the best last step.
        string prompts = Write("prompts.json", """[{"problem": "P", "prompt": "# Question\n\nP\n\n# Solution\n\n", "gt_answer": "1"}]""");
        double[][] rewards = [[0.5, 0.5], [0.5, 0.5], [0.1, 0.9], [0.1, 0.9], [0.1, 0.9]];
        string solutions = Write("solutions.jsonl", rewards.Select((reward, i) => Row(i, i < 2 ? "1" : "2", reward, value: i < 2 ? 0.9 : 0.1)));
        Assert.Equal(
            new Dictionary<string, double>
            {
                ["mv"] = 0, // 2 against 3
                ["wmv-orm"] = 0, // 1.0 against 2.7
                ["wmv-prm-min"] = 1, // 1.0 against 0.3
                ["wmv-prm-last"] = 0,
                ["wmv-prm-product"] = 1, // 0.5 against 0.27
                ["wmv-value"] = 1, // 1.8 against 0.3
                ["tsmc-mv"] = 0,
                ["tsmc-wmv"] = 1, // by the value
                ["pass"] = 1,
            },
            FileEvaluation.Read(prompts, solutions, NumericGrader.Instance, Options(5, 5) with { TsmcWeight = VotingRule.WeightedByValue })
                .Run(All).ToDictionary(point => point.Method, point => point.Accuracy));
    }

    [Fact]
    public void Subsets_of_TSMC_solutions_are_whole_groups()
    {
        // Four groups of two; only the first is right, and both of its particles are. A group is right in one draw of four.
        string prompts = Write("prompts.jsonl", """{"id": "a", "problem": "P", "answer": "1"}""");
        string solutions = Write("solutions.jsonl", Enumerable.Range(0, 8).Select(i => Row(i, i < 2 ? "1" : $"{i}", [0.5])));
        AccuracyPoint tsmc = FileEvaluation.Read(prompts, solutions, NumericGrader.Instance, Options(2, 2) with { NTrials = 4000 }).Run(["tsmc-mv"])[0];
        // Binomial: five standard deviations about 1/4.
        Assert.Equal(0.25, tsmc.Accuracy, 5 * Math.Sqrt(0.25 * 0.75 / 4000));
        Assert.Equal((2, 2), (tsmc.N, tsmc.M));
        // Single solutions: 1 pair of 28 is right twice, 12 are right once, which ties.
        AccuracyPoint single = FileEvaluation.Read(prompts, solutions, NumericGrader.Instance, Options(2, 2) with { NTrials = 4000 }).Run(["mv"])[0];
        Assert.Equal((1 + 12 * 0.5) / 28, single.Accuracy, 5 * Math.Sqrt(0.25 / 4000));
    }

    [Fact]
    public void Arrays_and_rows_padded_twice_are_read()
    {
        string prompts = Write("prompts.json", """[{"input": "# Question\n\nP\n\n# Solution\n\n", "answer": "Unavailable", "gt_answer": "1"}, {"input": "# Question\n\nQ\n\n# Solution\n\n", "gt_answer": "2"}]""");
        string solutions = Write("solutions.json", "[" + string.Join(",", Row(0, "1", [0.5]), Row(0, "7", [0.5]), Row(1, "1", [0.5])) + "]");
        FileEvaluation evaluation = FileEvaluation.Read(prompts, solutions, NumericGrader.Instance, Options(2, 1));
        Assert.Equal((1, 1, 1), (evaluation.Problems, evaluation.Unsolved, evaluation.Repeated));
        Assert.Equal(1, evaluation.Run(["mv"])[0].Accuracy);
        string joined = Write("joined.jsonl", """{"idx": 0, "output": ["# Answer\n\n1", "x"], "reward": [[0.5, 0.9], 0.2], "value": [null, 0.1]}""");
        Assert.Equal([true, false], FileEvaluation.Read(prompts, joined, NumericGrader.Instance, Options(2, 1)).Solutions.Select(row => row.Correct));
    }

    [Theory]
    [InlineData("""{"idx": 1, "sample_idx": 0, "output": "x"}""", "idx is 1; the prompt file has 1 problems.")]
    [InlineData("""{"idx": 0, "sample_idx": 0, "prompt": "Q", "output": "x"}""", "the prompt does not hold problem")]
    [InlineData("""{"idx": 0, "sample_idx": 0, "output": "x", "reward": [3.5]}""", "a score lies outside [0, 1]")]
    [InlineData("""{"idx": 0, "output": "x"}""", "line 1: sample_idx is missing")]
    [InlineData("""{"idx": 0, "sample_idx": 0, "output": "x", "reward": "high"}""", "line 1: reward holds text")]
    [InlineData("""{"idx": 0, "output": ["x"], "reward": []}""", "line 1: reward has 0 entries for 1 outputs")]
    [InlineData("""{"idx": 0, "sample_idx": 0, "output": "x"}""", "problem 0 has 1 solutions; expected at least 2")]
    public void A_row_that_does_not_fit_is_said(string row, string sentence)
    {
        string prompts = Write("prompts.jsonl", """{"problem": "P", "answer": "1"}""");
        string solutions = Write("solutions.jsonl", row);
        Assert.Contains(sentence, Assert.Throws<InvalidDataException>(() => FileEvaluation.Read(prompts, solutions, NumericGrader.Instance, Options(2, 1))).Message);
    }

    [Fact]
    public void What_a_method_lacks_is_said()
    {
        string prompts = Write("prompts.jsonl", """{"problem": "P", "answer": "1"}""");
        string solutions = Write("solutions.jsonl", Enumerable.Range(0, 6).Select(i => Row(i, "1", [])));
        FileEvaluation evaluation = FileEvaluation.Read(prompts, solutions, NumericGrader.Instance, Options(3, 2));
        void Refused(string method, string sentence) => Assert.Contains(sentence, Assert.Throws<ArgumentException>(() => evaluation.Run([method])).Message);
        Refused("wmv-orm", "wmv-orm: a solution of problem 0 has no reward");
        Refused("wmv-value", "wmv-value: a solution of problem 0 has no value");
        Refused("tsmc-mv", "NumSamples is 3; expected a multiple of M = 2");
        Refused("best", "method is \"best\"");
    }

    [Fact]
    public void Real_solutions_with_reward_logits_vote_as_their_makers_say()
    {
        // 100 MATH problems, 8 solutions each: majority 93, weighted by the reward model 94, any of 8 96.
        string source = Repository.Fixture("problems", "qwen_math_cot_100.jsonl");
        var accepted = new HashSet<(string Gold, string Given)>();
        string solutions = Write("qwen.jsonl", RowReader.Read(source).Select(row =>
        {
            using JsonDocument document = row.Parse();
            JsonElement root = document.RootElement;
            foreach ((JsonElement pred, JsonElement score) in root.GetProperty("pred").EnumerateArray().Zip(root.GetProperty("score").EnumerateArray()))
            {
                accepted.Add(score.GetBoolean() ? (root.GetProperty("answer").GetString()!.Trim(), pred.GetString()!) : default);
            }
            return JsonSerializer.Serialize(new
            {
                idx = root.GetProperty("idx"),
                output = root.GetProperty("code"),
                answer = root.GetProperty("pred"),
                reward = root.GetProperty("pred_score"),
            });
        }));
        FileEvaluation evaluation = FileEvaluation.Read(source, solutions, new KnownVerdicts(accepted), Options(8, 1) with { RewardScale = RewardScale.Logit });
        Assert.Equal((100, 0, 0), (evaluation.Problems, evaluation.Unsolved, evaluation.Repeated));
        Dictionary<string, double> accuracy = evaluation.Run(["mv", "wmv-orm", "pass"]).ToDictionary(point => point.Method, point => 100 * point.Accuracy);
        Assert.Equal(96, accuracy["pass"], 1e-9);
        Assert.InRange(accuracy["mv"], 92, 94); // ties count by their share
        Assert.Equal(94, accuracy["wmv-orm"], 1e-9);
    }

    /// <summary>The makers' own verdicts: here the votes are tested, not a grader.</summary>
    private sealed class KnownVerdicts(HashSet<(string Gold, string Given)> accepted) : IGrader
    {
        public bool Equivalent(string gold, string given) => gold == given || accepted.Contains((gold, given));
    }

    private static FileEvaluationOptions Options(int n, int m) => new() { NumSamples = n, TsmcBatchSize = m };

    private static string Row(int sample, string answer, double[] reward, double? value = null) => JsonSerializer.Serialize(new
    {
        idx = 0,
        sample_idx = sample,
        prompt = "# Question\n\nP\n\n# Solution\n\n",
        output = $"x\n\n# Answer\n\n{answer}",
        reward,
        value = value is { } one ? new[] { one } : [],
    });

    private string Write(string name, params IEnumerable<string> lines)
    {
        File.WriteAllLines(_folder.File(name), lines);
        return _folder.File(name);
    }
}
