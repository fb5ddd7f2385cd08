using System.Text;
using CsCheck;
using Tsmc.Datasets;
using Tsmc.Datasets.Formats;
using Tsmc.Problems;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Datasets;

public sealed class PreparationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Splits_are_by_problem_and_do_not_change_from_run_to_run()
    {
        PreparationReport report = Run(new Gsm8kFormat(), new() { Inputs = [Gsm8k("a.jsonl", 0, 200)], ValidShare = 0.2, TestShare = 0.2 });
        string[][] splits = [.. new[] { "train", "valid", "test" }.Select(Problems)];
        Assert.Equal(200, splits.Sum(split => split.Length));
        Assert.Equal(200, splits.SelectMany(split => split).Distinct().Count());
        Assert.All(splits, split => Assert.NotEmpty(split));
        Assert.Equal(splits.Select((split, i) => (new[] { "train", "valid", "test" }[i] + ".jsonl", split.Length)).OrderBy(pair => pair.Item1, StringComparer.Ordinal),
            report.Written.Where(file => !file.Key.StartsWith("sft")).Select(file => (file.Key, file.Value)));
        // Among other problems each is in the same split.
        Run(new Gsm8kFormat(), new() { Inputs = [Gsm8k("b.jsonl", 100, 200)], ValidShare = 0.2, TestShare = 0.2 });
        string[] both = [.. splits.SelectMany(split => split).Where(problem => int.Parse(problem[8..^1]) >= 100)];
        Assert.Equal(splits[2].Intersect(both).Order(), Problems("test").Intersect(both).Order());
        Assert.Equal(splits[1].Intersect(both).Order(), Problems("valid").Intersect(both).Order());
        Assert.False(File.Exists(Path.Combine(Output, "sft-test.jsonl")));
    }

    [Fact]
    public void No_test_problem_is_used_for_training_however_it_is_typeset()
    {
        string test = Write("test.jsonl", """{"problem": "What is $\\dfrac{1}{2}$ of 6?", "answer": "3"}""");
        string data = Write(
            "meta.jsonl",
            """{"query": "what is $\\frac{1}{2}$ of  6", "response": "x. The answer is: 3"}""",
            """{"query": "Half of 6 is what?", "original_question": "What is $\\frac12$ of 6?", "response": "x. The answer is: 3"}""",
            """{"query": "Half of six?", "original_question": "What is $\\frac{1}{2}$ of 6?", "response": "x. The answer is: 3"}""",
            """{"query": "Half of 8?", "response": "x. The answer is: 4"}""");
        PreparationReport report = Run(new MetaMathFormat(), new() { Inputs = [data], TestProblems = [test], ValidShare = 0 });
        Assert.Equal(["Half of 6 is what?", "Half of 8?"], JsonLines.Read<SftRow>(Path.Combine(Output, "sft-train.jsonl")).Select(row => row.Input));
        Assert.Equal((4, 2, 2), (report.Inputs[0].Read, report.Inputs[0].Kept, report.Inputs[0].Dropped["its problem is in the test or validation set"]));
        Assert.Empty(ProblemOverlap.Find(Output + "/sft-train.jsonl", test));
        Assert.Equal(2, ProblemOverlap.Find(test, data).Count());
    }

    [Fact]
    public void A_problem_of_the_test_file_is_left_out_of_training()
    {
        string test = Gsm8k("test.jsonl", 0, 10);
        Run(new Gsm8kFormat(), new() { Inputs = [Gsm8k("train.jsonl", 5, 30)], TestInputs = [test], ValidShare = 0 });
        Assert.Equal(10, Problems("test").Length);
        Assert.Equal(25, Problems("train").Length);
        Assert.Empty(Problems("train").Intersect(Problems("test")));
    }

    [Fact]
    public void Files_of_an_earlier_run_do_not_stay()
    {
        string data = Gsm8k("a.jsonl", 0, 5);
        Run(new Gsm8kFormat(), new() { Inputs = [data], ValidShare = 0 });
        File.WriteAllText(Path.Combine(Output, "mine.jsonl"), "{}");
        Run(new Gsm8kFormat(), new() { Inputs = [data], TestShare = 1 });
        Assert.Equal(["mine.jsonl", "report.json", "test.jsonl"], Directory.EnumerateFiles(Output).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("""{"question": "Q", "answer": "x""", "the row is cut off; expected a whole JSON object.")]
    [InlineData("""{"question": "Q"}""", "answer is missing or empty; expected text.")]
    [InlineData("""{"question": "Problem 0?", "answer": "#### 0"}""", "the same row as line 1; expected every row once.")]
    public void A_bad_row_ends_the_run_and_writes_nothing_unless_it_is_skipped(string bad, string sentence)
    {
        string data = Gsm8k("a.jsonl", 0, 3, bad);
        string message = $"{data}, line 4: {sentence}";
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Run(new Gsm8kFormat(), new() { Inputs = [data] })).Message);
        Assert.Empty(Directory.Exists(Output) ? Directory.EnumerateFiles(Output) : []);
        PreparationReport report = Run(new Gsm8kFormat(), new() { Inputs = [data], ValidShare = 0, SkipBad = true });
        Assert.Equal((4, 3, 1), (report.Inputs[0].Read, report.Inputs[0].Kept, report.Inputs[0].Dropped["bad row"]));
        Assert.Equal([message], report.BadRows);
        Assert.Equal(3, Problems("train").Length);
    }

    [Fact]
    public void A_run_that_is_stopped_leaves_what_was_there()
    {
        Run(new Gsm8kFormat(), new() { Inputs = [Gsm8k("a.jsonl", 0, 3)], ValidShare = 0 });
        string before = File.ReadAllText(Path.Combine(Output, "train.jsonl"));
        using var stop = new CancellationTokenSource();
        var progress = new At(share => { if (share > 0.5) { stop.Cancel(); } });
        Assert.Throws<OperationCanceledException>(() => Preparation.Run(
            new Gsm8kFormat(), new() { Inputs = [Gsm8k("b.jsonl", 0, 5000)], ValidShare = 0 }, Output, progress, stop.Token));
        Assert.Equal(before, File.ReadAllText(Path.Combine(Output, "train.jsonl")));
        Assert.Empty(Directory.EnumerateFiles(Output, "*.part"));
    }

    [Fact]
    public void An_input_is_never_replaced()
    {
        Directory.CreateDirectory(Output);
        string inside = Path.Combine(Output, "train.jsonl");
        File.Copy(Gsm8k("a.jsonl", 0, 3), inside);
        Assert.Contains("lies in the output folder", Assert.Throws<ArgumentException>(() => Run(new Gsm8kFormat(), new() { Inputs = [inside] })).Message);
    }

    [Theory]
    [InlineData("gsm8k", """{"question": "Q", "answer": "a\n#### 1"}""")]
    [InlineData("math", """{"problem": "P", "solution": "$\\boxed{1}$", "unique_id": "u"}""")]
    [InlineData("prm800k", """{"question": {"problem": "P", "ground_truth_answer": "7"}, "label": {"steps": [{"completions": [{"text": "a", "rating": 1}], "human_completion": null, "chosen_completion": 0}]}}""")]
    [InlineData("math-shepherd", """{"input": "P Step 1: a ки\nStep 2: The answer is: 1 ки", "label": "P Step 1: a +\nStep 2: The answer is: 1 -", "task": "MATH"}""")]
    [InlineData("metamath", """{"query": "Q", "original_question": "O", "response": "a\nThe answer is: 5"}""")]
    [InlineData("reference", """{"input": "P", "output_prefix": "", "output": "b", "is_eos": false}""")]
    public void Whatever_happens_to_a_row_the_others_are_kept_and_the_counts_add_up(string name, string row)
    {
        DatasetFormat format = DatasetFormat.All.Single(one => one.Name == name);
        byte[] bytes = Encoding.UTF8.GetBytes(row);
        // Half-written, one byte changed, a piece doubled, another value for a piece: anything but a line feed, which would make it two rows.
        Gen<byte[]> mangled = Gen.OneOf(
            Gen.Int[1, bytes.Length - 1].Select(length => bytes[..length]),
            Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, (at, value) => (byte[])[.. bytes[..at], value, .. bytes[(at + 1)..]]),
            Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[0, bytes.Length - 1], (a, b) => (byte[])[.. bytes[..Math.Max(a, b)], .. bytes[Math.Min(a, b)..]]),
            Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Const(new[] { "null", "7", "[]", "{}", "\"\"", "\\ud800" }).SelectMany(values => Gen.Int[0, values.Length - 1].Select(i => values[i])), (at, value) => (byte[])[.. bytes[..at], .. Encoding.UTF8.GetBytes(value), .. bytes[at..]]));
        string path = _folder.File("mangled.jsonl");
        byte[] Other(int i) => Encoding.UTF8.GetBytes(row.Replace("\"P", $"\"P{i}").Replace("\"Q\"", $"\"Q{i}\"").Replace("\"O\"", $"\"O{i}\""));
        mangled.Where(line => !line.Contains((byte)'\n')).Sample(line =>
        {
            File.WriteAllBytes(path, [.. Other(1), (byte)'\n', .. line, (byte)'\n', .. Other(2), (byte)'\n']);
            PreparationReport report = Run(format, new() { Inputs = [path], ValidShare = 0, SkipBad = true });
            InputCounts counts = report.Inputs[0];
            Assert.InRange(counts.Read, 2, 3); // a line of blanks is no row
            Assert.Equal(counts.Read, counts.Kept + counts.Dropped.Values.Sum());
            Assert.True(counts.Kept >= 2, string.Join(", ", report.BadRows));
        }, iter: 100, threads: 1);
    }

    private sealed class At(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }

    private string Output => _folder.File("out");

    private PreparationReport Run(DatasetFormat format, PreparationOptions options) => Preparation.Run(format, options, Output);

    private string[] Problems(string split) => [.. JsonLines.Read<Problem>(Path.Combine(Output, split + ".jsonl")).Select(problem => problem.Text)];

    private string Gsm8k(string name, int first, int count, params string[] more) => Write(
        name, [.. Enumerable.Range(first, count).Select(i => $$"""{"question": "Problem {{i}}?", "answer": "#### {{i}}"}"""), .. more]);

    private string Write(string name, params string[] lines)
    {
        File.WriteAllLines(_folder.File(name), lines);
        return _folder.File(name);
    }
}
