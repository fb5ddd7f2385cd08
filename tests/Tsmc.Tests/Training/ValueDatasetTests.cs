using CsCheck;
using Tsmc.Problems;
using Tsmc.Tests.Tokenization;
using Tsmc.Tokenization;
using Tsmc.Training;

namespace Tsmc.Tests.Training;

public sealed class ValueDatasetTests
{
    [Fact]
    public void Values_are_read_at_step_ends_and_at_the_last_token()
    {
        using var folder = new TemporaryFolder();
        Tokenizer tokenizer = TinyModel.Tokenizer(folder.Path);
        Solution finished = Row(0, 0, "1+2=3\n\n# Answer\n\n3", finished: true);
        ValueDataset data = ValueDataset.Of(
            [
                Row(1, 0, "1", finished: false),
                finished with { SampleIndex = 1, Output = "1+2=3\n\n", Finished = false, Correct = false },
                finished,
                Row(0, 2, new string('1', 100), finished: false),
            ],
            tokenizer, 80);

        Assert.Equal(2, data.Problems.Count);
        Assert.Equal(1, data.LeftOut);
        Assert.Equal(tokenizer.Encode(finished.Prompt), data.Problems[0].Prompt);
        ValueSample first = data.Problems[0].Samples[0];
        // One token a character, the blank line one: the first step ends at 5; eos is the last of 6 + 8 + 1 + 1 + 1 tokens.
        Assert.Equal([5, 16], first.Positions);
        Assert.Equal(tokenizer.EosId, first.Ids[16]);
        Assert.True(first.Correct);
        Assert.Equal([5], data.Problems[0].Samples[1].Positions); // cut off right at a step's end: one value, not two
        Assert.Equal([0], data.Problems[1].Samples[0].Positions);
        Assert.Equal(2, data.Problems[0].Steps);
    }

    [Fact]
    public void Samples_that_cannot_be_joined_or_read_are_refused()
    {
        using var folder = new TemporaryFolder();
        Tokenizer tokenizer = TinyModel.Tokenizer(folder.Path);
        void Refused(string message, params Solution[] rows) =>
            Assert.StartsWith(message, Assert.Throws<InvalidDataException>(() => ValueDataset.Of(rows, tokenizer, 80)).Message);
        Refused("Problem 0: sample 1 has another prompt than sample 0", Row(0, 0, "1", true), Row(0, 1, "1", true) with { Prompt = "?" });
        Refused("Problem 3, sample 2: the output is empty", Row(3, 2, "", false));
        Refused("Problem 0, sample 0: The vocabulary cannot write", Row(0, 0, "π", true));
    }

    [Fact]
    public void Labels_stand_at_the_ends_of_their_steps()
    {
        using var folder = new TemporaryFolder();
        Tokenizer tokenizer = TinyModel.Tokenizer(folder.Path);
        StepLabelRow whole = Labelled(["1+2=3", "# Answer\n\n3"], [1, null], isEos: true);
        ValueDataset data = ValueDataset.Of(
            [whole, Labelled(["1+2=4"], [0.25], isEos: false), whole with { Input = "another" }, .. Enumerable.Repeat(whole, ValueDataset.LabelledRows)],
            tokenizer, 80);

        Assert.Equal([ValueDataset.LabelledRows, 2, 1], data.Problems.Select(problem => problem.Samples.Count));
        (ValueSample finished, ValueSample begun) = (data.Problems[0].Samples[0], data.Problems[0].Samples[1]);
        Assert.Equal([5, 16], finished.Positions);
        Assert.Equal([1f, float.NaN], finished.Labels!);
        Assert.Equal((true, false), (finished.Correct, begun.Correct));
        Assert.Equal([5], begun.Positions); // at the blank line, where TSMC reads the value
        Assert.Equal([0.25f], begun.Labels!);
    }

    [Fact]
    public void Whatever_a_model_writes_each_step_has_one_place_for_its_label()
    {
        using var folder = new TemporaryFolder();
        Tokenizer tokenizer = TinyModel.Tokenizer(folder.Path);
        string[] pieces = ["1", "+", " ", "\n", "\n\n", "#", "# Answer", "# Answer\n\n"];
        Gen.Select(Gen.Int[0, pieces.Length - 1].Array[1, 12], Gen.Bool).Sample((written, finished) =>
        {
            Solution solution = Row(0, 0, string.Concat(written.Select(i => pieces[i])), finished);
            IReadOnlyList<string> steps = PromptFormat.Steps(solution.Output);
            if (steps.Count > 0)
            {
                StepLabelRow row = StepLabelRow.Of(solution, "1+2?", [.. steps.Select(_ => (double?)1)]);
                ValueSample sample = ValueDataset.Of([row], tokenizer, 200).Problems[0].Samples[0];
                Assert.Equal(steps.Count, sample.Positions.Count);
                Assert.Equal(sample.Positions.Order().Distinct(), sample.Positions);
            }
        }, iter: 1000, threads: 1);
    }

    [Fact]
    public void Labels_count_in_the_fingerprint()
    {
        using var folder = new TemporaryFolder();
        Tokenizer tokenizer = TinyModel.Tokenizer(folder.Path);
        string Of(params double?[] labels) => ValueDataset.Of([Labelled(["1", "2"], labels, isEos: false)], tokenizer, 80).Fingerprint;
        Assert.Equal(4, new[] { Of(1, 1), Of(1, 0), Of(1, null), Of(1, 0.5) }.Distinct().Count());
        Assert.Equal(Of(1, null), Of(1, null));
    }

    [Fact]
    public void Rows_whose_labels_and_steps_do_not_fit_are_refused()
    {
        using var folder = new TemporaryFolder();
        Tokenizer tokenizer = TinyModel.Tokenizer(folder.Path);
        void Refused(string message, StepLabelRow row) => Assert.StartsWith(
            "Row 2: " + message, Assert.Throws<InvalidDataException>(() => ValueDataset.Of([Labelled(["1"], [1], true), row], tokenizer, 80)).Message);
        Refused("1 labels for 2 steps", Labelled(["1", "2"], [1], true));
        Refused("there are no steps", Labelled([], [], true));
        Refused("the label of step 1 is 2", Labelled(["1"], [2], true));
        Refused("the label of step 1 is NaN", Labelled(["1"], [double.NaN], true));
        Refused("step 2 is empty or holds a blank line", Labelled(["1", "2\n\n3"], [1, 1], true));
        Refused("The vocabulary cannot write", Labelled(["π"], [1], true));
    }

    private static StepLabelRow Labelled(string[] steps, double?[] labels, bool isEos) =>
        new() { Input = "1+2?", Steps = steps, Labels = labels, IsEos = isEos };

    private static Solution Row(int problem, int sample, string output, bool finished) => new()
    {
        ProblemIndex = problem,
        SampleIndex = sample,
        Prompt = PromptFormat.Prompt("1+2?"),
        Output = output,
        Correct = finished,
        Finished = finished,
    };
}
