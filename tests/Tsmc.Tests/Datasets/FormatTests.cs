using System.Text.Json;
using Tsmc.Datasets;
using Tsmc.Datasets.Formats;
using Tsmc.Problems;
using Tsmc.Tests.Architecture;

namespace Tsmc.Tests.Datasets;

public sealed class FormatTests
{
    [Fact]
    public void Gsm8k_becomes_a_problem_and_a_solution_in_steps()
    {
        DatasetRow row = Read(new Gsm8kFormat(), """{"question": " How many? ", "answer": "He has 3*4=<<3*4=12>>12.\nHe gives 2.\n#### 1,010"}""");
        Assert.Equal(("file-00003", "How many?", "1010"), (row.Problem!.Id, row.Problem.Text, row.Problem.Answer));
        Assert.Equal("He has 3*4=12.\n\nHe gives 2.\n\n# Answer\n\n1010", row.Problem.Solution);
        Assert.Equal(new SftRow { Input = "How many?", Output = row.Problem.Solution!, IsEos = true }, Assert.Single(row.Sft));
    }

    [Fact]
    public void Math_takes_the_answer_from_the_box_where_there_is_no_field()
    {
        DatasetRow boxed = Read(new MathFormat(), """{"problem": "P", "solution": "A.\n\nSo $\\boxed{\\frac{1}{2}}$.", "unique_id": "train/algebra/1.json"}""");
        Assert.Equal(("train/algebra/1.json", "\\frac{1}{2}"), (boxed.Problem!.Id, boxed.Problem.Answer));
        Assert.Equal("A.\n\nSo $\\boxed{\\frac{1}{2}}$.\n\n# Answer\n\n\\frac{1}{2}", boxed.Sft[0].Output);
        Assert.Equal("7", Read(new MathFormat(), """{"problem": "P", "solution": "A", "answer": 7}""").Problem!.Answer);
        Assert.Equal("no \\boxed answer", Read(new MathFormat(), """{"problem": "P", "solution": "A"}""").Unusable);
    }

    [Fact]
    public void Math_shepherd_becomes_step_labels()
    {
        DatasetRow row = Read(new MathShepherdFormat(), """
            {"input": "How many? Step 1: 3*4=<<3*4=12>>12 eggs. ки\nStep 2: One breaks. The answer is: 11 ки",
             "label": "How many? Step 1: 3*4=<<3*4=12>>12 eggs. +\nStep 2: One breaks. The answer is: 11 -", "task": "GSM8K"}
            """);
        StepLabelRow labels = Assert.Single(row.Labels);
        Assert.Equal("How many?", labels.Input);
        Assert.Equal(["3*4=12 eggs.", "One breaks.", "# Answer\n\n11"], labels.Steps);
        Assert.Equal([1, 0, 0], labels.Labels);
        Assert.Equal((true, false), (labels.IsEos, labels.IsCorrect));
        Assert.Null(labels.Problem());
        Assert.Empty(row.Sft); // a wrong step is nothing to learn to write
    }

    [Theory]
    [InlineData("P Step 1: a ки", "P Step 1: a ?", "label has \"?\" for mark 1")]
    [InlineData("P Step 1: a ки", "P Step 1: b +", "label differs from input before mark 1")]
    [InlineData("P Step 1: a ки", "P Step 1: a ", "label differs from input before mark 1")]
    [InlineData("P Step 1: a", "P Step 1: a", "input has no step mark")]
    public void Labels_that_do_not_fit_are_said(string input, string label, string sentence) => Assert.StartsWith(
        sentence, Assert.Throws<InvalidDataException>(() => Read(new MathShepherdFormat(), JsonSerializer.Serialize(new { input, label }))).Message);

    [Fact]
    public void Metamath_is_known_by_the_original_question_too()
    {
        DatasetRow row = Read(new MetaMathFormat(), """
            {"query": "Q'", "original_question": "Q", "response": "First 2.\nThen 3.\n#### 5\nThe answer is: 5", "type": "GSM_Rephrased"}
            """);
        Assert.Equal(["Q'", "Q"], row.ProblemTexts);
        Assert.Equal("First 2.\n\nThen 3.\n\n# Answer\n\n5", Assert.Single(row.Sft).Output);
        Assert.Equal([1, 1, 1], row.Labels[0].Labels);
        Assert.Equal("5", row.Problem!.Answer);
    }

    [Fact]
    public void The_references_files_are_fine_tuning_rows_or_problems()
    {
        DatasetRow sft = Read(new ReferenceFormat(), """{"input": "P", "output_prefix": "a", "output": "\n\nb", "is_eos": false}""");
        Assert.Equal(new SftRow { Input = "P", OutputPrefix = "a", Output = "\n\nb", IsEos = false }, Assert.Single(sft.Sft));
        Problem problem = Read(new ReferenceFormat(), """{"prompt": "# Question\n\nP\n\nQ\n\n# Solution\n\n", "answer": "Unavailable", "gt_answer": "7"}""").Problem!;
        Assert.Equal(("P\n\nQ", "7"), (problem.Text, problem.Answer));
    }

    [Theory]
    [InlineData("gsm8k", """{"question": 7, "answer": "#### 1"}""", "question is a number; expected text.")]
    [InlineData("gsm8k", """{"answer": "#### 1"}""", "question is missing or empty; expected text.")]
    [InlineData("gsm8k", """{"question": "Q", "answer": "1"}""", "answer has no last line with #### and a number; expected one, such as #### 12.")]
    [InlineData("math", """{"problem": ["P"], "solution": "S"}""", "problem is an array; expected text.")]
    [InlineData("math", "{\"problem\": \"\\ud800\", \"solution\": \"S\"}", "problem holds half of a surrogate pair; expected text.")]
    [InlineData("prm800k", """{"question": "P", "label": {"steps": []}}""", "question is text; expected an object.")]
    [InlineData("prm800k", """{"question": {"problem": "P"}, "label": {"steps": [7]}}""", "a number stands where an object with completions was expected.")]
    [InlineData("prm800k", """{"question": {"problem": "P"}, "label": {"steps": [{"completions": [{"text": "a", "rating": 2}], "chosen_completion": 0}]}}""", "rating is 2; expected -1, 0, 1 or null.")]
    [InlineData("prm800k", """{"question": {"problem": "P"}, "label": {"steps": [{"completions": [], "chosen_completion": 1}]}}""", "chosen_completion is 1 of 0 completions; expected the index of one.")]
    [InlineData("reference", """{"input": "P", "output": "a", "is_eos": "yes"}""", "is_eos is text; expected true or false.")]
    public void A_field_of_the_wrong_kind_is_said(string format, string json, string sentence) => Assert.Equal(
        sentence, Assert.Throws<InvalidDataException>(() => Read(DatasetFormat.All.Single(one => one.Name == format), json)).Message);

    [Fact]
    public void All_rows_of_the_shared_test_sets_are_read()
    {
        DatasetRow[] gsm8k = All(new Gsm8kFormat(), "gsm8k_test.jsonl");
        Assert.Equal(1319, gsm8k.Length);
        Assert.All(gsm8k, row => Assert.Matches(@"\A-?[0-9]+(\.[0-9]+)?\z", row.Problem!.Answer));
        Assert.All(gsm8k, row => Assert.DoesNotContain("<<", row.Problem!.Solution));

        DatasetRow[] math = All(new MathFormat(), "math500_test.jsonl");
        Assert.Equal(500, math.Length);
        Assert.All(math, row => Assert.NotNull(row.Problem));
        // The answer field of the set was taken from the box: a check of our own reading of boxes. Blanks are typography.
        string folder = Repository.Fixture("problems", "math500_test.jsonl");
        string[] boxes = [.. RowReader.Read(folder).Select(row => WorkedSolution.Boxed(row.Parse().RootElement.GetProperty("solution").GetString()!)!)];
        int same = math.Zip(boxes).Count(pair => pair.First.Problem!.Answer.Replace(" ", "") == pair.Second.Replace(" ", ""));
        Assert.InRange(same, 490, 500);
    }

    internal static DatasetRow Read(DatasetFormat format, string json)
    {
        using var document = JsonDocument.Parse(json);
        return format.Read(document.RootElement, "file-00003");
    }

    private static DatasetRow[] All(DatasetFormat format, string file) => [.. RowReader.Read(Repository.Fixture("problems", file)).Select(row =>
    {
        using JsonDocument document = row.Parse();
        return format.Read(document.RootElement, "id");
    })];
}
