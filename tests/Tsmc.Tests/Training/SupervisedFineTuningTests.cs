using TorchSharp;
using Tsmc.Problems;
using Tsmc.Tests.Tokenization;
using Tsmc.Tokenization;
using Tsmc.Training;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Tests.Training;

public sealed class SupervisedFineTuningTests
{
    [Fact]
    public async Task It_learns_eight_rows_by_heart()
    {
        using var folder = new TemporaryFolder();
        using Generator generator = TinyModel.Generator();
        SftDataset rows = TinyModel.Rows(8);
        var options = new TrainingOptions
        {
            BatchSize = 8,
            MicroBatchSize = 8,
            LearningRate = 2e-2,
            MinLearningRate = 2e-3,
            Epochs = 150,
            ValidateEvery = 150,
            CheckpointEvery = 150,
        };
        TrainingResult result = await SupervisedFineTuning.RunAsync(generator, rows, rows, options, folder.Path);
        // Random tokens: only memory tells them. A guess is right once in 15.
        Assert.True(result.Validation["token_accuracy"] > 0.99, $"token accuracy {result.Validation["token_accuracy"]}");
        Assert.True(result.Validation["loss"] < 0.1, $"loss {result.Validation["loss"]}");
    }

    [Fact]
    public void Only_the_output_is_learned()
    {
        using var scope = NewDisposeScope();
        using Generator generator = TinyModel.Generator();
        double Loss(params int[][] rows)
        {
            var task = new SftTask(generator, new SftDataset(rows.Select(ids => new TokenRow(ids, ids.Length - 1)), 64), null, null);
            return task.Loss([.. Enumerable.Range(0, rows.Length)], rows.Length).ToDouble();
        }
        // By hand: the cross-entropy of the last token alone, whatever stands before it.
        using var frozen = no_grad();
        Tensor logits = generator.Logits(generator.Backbone.Forward(tensor(new long[] { 3, 4, 5 }, [1, 3]))); // [1, 3, vocabulary]
        double expected = -logits[0, 2].log_softmax(0)[6].ToDouble();
        Assert.Equal(expected, Loss([3, 4, 5, 6]), 1e-5);
        Assert.Equal(expected, Loss([3, 4, 5, 6], [3, 4, 5, 6]), 1e-5); // the mean over learned tokens
    }

    [Fact]
    public void Rows_of_text_are_cut_into_prompt_given_steps_and_what_is_learned()
    {
        using var folder = new TemporaryFolder();
        Tokenizer tokenizer = TinyModel.Tokenizer(folder.Path);
        SftRow[] rows =
        [
            new() { Input = "1+2?", OutputPrefix = "", Output = "1+2=3", IsEos = false },
            new() { Input = "1+2?", OutputPrefix = "1+2=3", Output = "\n\n# Answer\n\n3", IsEos = true },
            new() { Input = new string('1', 100), Output = "1", IsEos = true },
        ];
        SftDataset data = SftDataset.Of(rows, tokenizer, 80);

        Assert.Equal(1, data.LeftOut);
        Assert.Equal("1+2=3", tokenizer.Decode([.. data.Rows[0].Ids.Skip(data.Rows[0].FirstTarget)]));
        Assert.Equal("\n\n# Answer\n\n3", tokenizer.Decode([.. data.Rows[1].Ids.Skip(data.Rows[1].FirstTarget)]));
        Assert.Equal(PromptFormat.Prompt("1+2?") + "1+2=3\n\n# Answer\n\n3", tokenizer.Decode(data.Rows[1].Ids));
        Assert.DoesNotContain(tokenizer.EosId, data.Rows[0].Ids);
        Assert.Equal(tokenizer.EosId, data.Rows[1].Ids[^1]);
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => SftDataset.Of([rows[0], new SftRow { Input = "1", Output = "", IsEos = false }], tokenizer, 80));
        Assert.StartsWith("Row 2", error.Message);
    }
}
