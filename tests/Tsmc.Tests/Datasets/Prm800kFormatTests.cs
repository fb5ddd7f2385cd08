using System.Text.RegularExpressions;
using Tsmc.Datasets;
using Tsmc.Datasets.Formats;
using Tsmc.Problems;
using Tsmc.Tests.Architecture;

namespace Tsmc.Tests.Datasets;

public sealed class Prm800kFormatTests
{
    // Step 1: one right and chosen, one right and not, one wrong. Step 2: all wrong, a person writes one. Step 3: the answer.
    private const string Row = """
        {"question": {"problem": "P", "ground_truth_answer": "7"}, "label": {"finish_reason": "solution", "steps": [
          {"completions": [{"text": "a", "rating": 1}, {"text": "b", "rating": 1}, {"text": "c", "rating": -1}], "human_completion": null, "chosen_completion": 0},
          {"completions": [{"text": "d", "rating": -1}], "human_completion": {"text": "e"}, "chosen_completion": null},
          {"completions": [{"text": "So 7.\n\n# Answer\n\n7", "rating": 1}, {"text": "f", "rating": 0}], "human_completion": null, "chosen_completion": 0}]}}
        """;

    [Fact]
    public void Every_completion_rated_right_is_a_fine_tuning_row_on_the_chosen_steps()
    {
        DatasetRow row = FormatTests.Read(new Prm800kFormat(), Row);
        Assert.Equal(
            [Sft("", "a"), Sft("", "b"), Sft("a\n\ne", "\n\nSo 7.\n\n# Answer\n\n7", isEos: true)],
            row.Sft);
        Assert.Equal("7", row.Problem!.Answer);
    }

    [Fact]
    public void Every_rating_is_one_label()
    {
        DatasetRow row = FormatTests.Read(new Prm800kFormat(), Row);
        Assert.Equal(
            [
                "b:1", "c:0", "a:-|d:0", "a:-|e:-|f:1",
                "a:1|e:1|So 7.:1|# Answer\n\n7:1", // a rating of two steps in one stands on both
            ],
            row.Labels.Select(Text));
        Assert.All(row.Labels, label => Assert.Null(label.Problem()));
        Assert.Equal([null, null, null, null, true], row.Labels.Select(label => label.Correct));
        Assert.Equal(5, row.Labels.Select(label => label.Id).Distinct().Count());
        Assert.Equal("a:-|e:-|f:0.5", Text(FormatTests.Read(new Prm800kFormat(neutral: 0.5), Row).Labels[3]));
        Assert.Equal(4, FormatTests.Read(new Prm800kFormat(neutral: null), Row).Labels.Count);
    }

    [Fact]
    public void A_single_step_that_nobody_chose_is_where_labelling_stopped()
    {
        DatasetRow row = FormatTests.Read(new Prm800kFormat(), """
            {"question": {"problem": "P"}, "label": {"finish_reason": "found_error", "steps": [
              {"completions": [{"text": "a", "rating": 1}], "chosen_completion": 0},
              {"completions": [{"text": "b\n\n# Answer\n\n8", "rating": -1}], "chosen_completion": null}]}}
            """);
        StepLabelRow label = Assert.Single(row.Labels);
        Assert.Equal("a:1|b:0|# Answer\n\n8:0", Text(label));
        Assert.Equal((true, false), (label.IsEos, label.IsCorrect));
    }

    [Fact]
    public void The_headings_of_answers_get_their_blank_lines()
    {
        DatasetRow row = FormatTests.Read(new Prm800kFormat(), """
            {"question": {"problem": "P"}, "label": {"steps": [{"completions": [{"text": "b\n# Answer\n8", "rating": 1}], "chosen_completion": 0}]}}
            """);
        Assert.Equal(Sft("", "b\n\n# Answer\n\n8", isEos: true), Assert.Single(row.Sft));
    }

    [Fact]
    public void The_published_example_is_read()
    {
        string text = File.ReadAllText(Repository.Fixture("problems", "prm800k_readme_example.txt"));
        // Comments and the fence go; the example breaks off in a comment after total_time.
        string json = Regex.Replace(Regex.Replace(text, @"^```.*$", "", RegexOptions.Multiline), @"^\s*//.*$", "", RegexOptions.Multiline);
        json = json[..json.LastIndexOf(',')] + "}}";
        DatasetRow row = FormatTests.Read(new Prm800kFormat(), json);
        Assert.Equal("40,\\!000", row.Problem!.Answer);
        Assert.Empty(row.Sft); // no rating of +1
        Assert.Equal(6, row.Labels.Count); // five alternatives of the third step, and the two chosen steps
        Assert.Equal([0, 1, 0, 1, 1], row.Labels.SkipLast(1).Select(label => label.Labels[^1]));
        Assert.Equal([1, 1], row.Labels[^1].Labels);
    }

    private static SftRow Sft(string prefix, string output, bool isEos = false) =>
        new() { Input = "P", OutputPrefix = prefix, Output = output, IsEos = isEos };

    private static string Text(StepLabelRow row) =>
        string.Join('|', row.Steps.Zip(row.Labels, (step, label) => $"{step}:{(label is { } value ? value.ToString(System.Globalization.CultureInfo.InvariantCulture) : "-")}"));
}
