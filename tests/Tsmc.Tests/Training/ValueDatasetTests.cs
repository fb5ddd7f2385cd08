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
