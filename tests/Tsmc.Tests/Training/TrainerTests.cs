using TorchSharp;
using Tsmc.Models;
using Tsmc.Tests.Tokenization;
using Tsmc.Training;

namespace Tsmc.Tests.Training;

public sealed class TrainerTests
{
    private static readonly TrainingOptions Options = new()
    {
        BatchSize = 8,
        MicroBatchSize = 3,
        LearningRate = 1e-2,
        MinLearningRate = 1e-4,
        Epochs = 2,
        Seed = 5,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_run_cancelled_inside_an_epoch_and_resumed_ends_with_the_same_bits(int workers)
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Options with { Workers = workers };
        SftDataset rows = TinyModel.Rows(40); // 5 steps an epoch
        using Generator undisturbed = TinyModel.Generator();
        string whole = Path.Combine(folder.Path, "whole");
        await SupervisedFineTuning.RunAsync(undisturbed, rows, rows, options, whole);

        string parts = Path.Combine(folder.Path, "parts");
        foreach (int stop in (int[])[3, 7])
        {
            using Generator first = TinyModel.Generator();
            using var source = new CancellationTokenSource();
            TrainingResult result = await SupervisedFineTuning.RunAsync(
                first, rows, rows, options, parts, null, new Stop(stop, source), source.Token);
            Assert.False(result.Completed);
            Assert.Equal(stop, result.Step);
        }
        using Generator resumed = TinyModel.Generator(seed: 99); // its weights must all come from the checkpoint
        TrainingResult last = await SupervisedFineTuning.RunAsync(resumed, rows, rows, options, parts);

        Assert.True(last.Completed);
        Assert.Equal(TinyModel.Weights(undisturbed), TinyModel.Weights(resumed));
        Assert.Equal(Losses(whole), Losses(parts));
        using Generator stored = Checkpoint.LoadGenerator(parts);
        Assert.Equal(TinyModel.Weights(undisturbed), TinyModel.Weights(stored));
        Assert.Single(Directory.GetDirectories(Path.Combine(parts, "checkpoints")));
    }

    [Fact]
    public void No_tensor_survives_a_run_but_the_model()
    {
        using var folder = new TemporaryFolder();
        using Generator generator = TinyModel.Generator();
        SftDataset rows = TinyModel.Rows(16);
        var trainer = new Trainer(new SftTask(generator, rows, rows, null), Options, folder.Path);
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        trainer.Run();
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static double[] Losses(string folder) =>
        [.. Tsmc.Problems.JsonLines.Read<TrainingLogRow>(Path.Combine(folder, "training.jsonl")).Select(row => row.Loss)];

    private sealed class Stop(int step, CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step == step)
            {
                source.Cancel();
            }
        }
    }
}
