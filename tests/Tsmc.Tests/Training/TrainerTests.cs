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
        foreach ((int stop, int threads) in new[] { (3, workers), (7, 3 - workers) }) // the number of workers may change on the way
        {
            using Generator first = TinyModel.Generator();
            using var source = new CancellationTokenSource();
            TrainingResult result = await SupervisedFineTuning.RunAsync(
                first, rows, rows, options with { Workers = threads }, parts, null, new Stop(stop, source), source.Token);
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
        Assert.Single(Directory.GetDirectories(Path.Combine(parts, "checkpoints"))); // KeepCheckpoints
    }

    [Fact]
    public void No_tensor_survives_a_run_but_the_model()
    {
        using var folder = new TemporaryFolder();
        using Generator generator = TinyModel.Generator();
        SftDataset rows = TinyModel.Rows(16);
        // One worker: the statistics are this thread's own, and a tensor made by one thread and freed by another would upset them.
        var trainer = new Trainer(new SftTask(generator, rows, rows, null), Options with { Workers = 1 }, folder.Path);
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        trainer.Run();
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_gradient_does_not_depend_on_micro_batches_or_workers()
    {
        SftDataset rows = TinyModel.Rows(32);
        using Generator generator = TinyModel.Generator();
        float[] whole = Gradient(generator, rows, microBatchSize: 32, workers: 1);
        double scale = whole.Max(Math.Abs);
        foreach ((int micro, int workers) in new[] { (1, 1), (4, 1), (4, 2), (32, 3) })
        {
            float[] cut = Gradient(generator, rows, micro, workers);
            Assert.All(whole.Zip(cut), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * scale));
        }
    }

    [Fact]
    public async Task Other_options_or_other_data_are_refused_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        using Generator generator = TinyModel.Generator();
        SftDataset rows = TinyModel.Rows(16);
        await SupervisedFineTuning.RunAsync(generator, rows, null, Options, folder.Path);

        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(
            () => SupervisedFineTuning.RunAsync(generator, rows, null, Options with { BatchSize = 4 }, folder.Path));
        Assert.Contains("BatchSize 8, now it is 4", error.Message);
        error = await Assert.ThrowsAsync<InvalidDataException>(
            () => SupervisedFineTuning.RunAsync(generator, TinyModel.Rows(16, seed: 4), null, Options, folder.Path));
        Assert.Contains("other training data", error.Message);
        using Generator wider = Checkpoint.RandomGenerator(TinyModel.Config with { HiddenSize = 8 }, 1);
        error = await Assert.ThrowsAsync<InvalidDataException>(
            () => SupervisedFineTuning.RunAsync(wider, rows, null, Options, folder.Path));
        Assert.Contains("another shape", error.Message);

        // What only says when to write may change; the finished run is not done again.
        TrainingOptions written = Options with { CheckpointEvery = 2 };
        TrainingResult again = await SupervisedFineTuning.RunAsync(generator, rows, null, written, folder.Path);
        Assert.True(again.Completed);
        Assert.Equal(0, again.Tokens);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_and_leaves_the_last_checkpoint()
    {
        using var folder = new TemporaryFolder();
        using Generator generator = TinyModel.Generator();
        SftDataset rows = TinyModel.Rows(40);
        var task = new PoisonedTask(new SftTask(generator, rows, null, null), poisonedLoss: 4); // one loss a step
        TrainingOptions options = Options with { MicroBatchSize = 8, CheckpointEvery = 2 };

        ArithmeticException error = Assert.Throws<ArithmeticException>(() => new Trainer(task, options, folder.Path).Run());
        string kept = Assert.Single(Directory.GetDirectories(folder.File("checkpoints")));
        Assert.EndsWith("step-00000002", kept);
        Assert.StartsWith("Training stopped at step 4 of 10: the loss is NaN", error.Message);
        Assert.Contains(kept, error.Message);
    }

    private static float[] Gradient(Generator generator, SftDataset rows, int microBatchSize, int workers)
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Options with { BatchSize = rows.Rows.Count, MicroBatchSize = microBatchSize, Workers = workers };
        var trainer = new Trainer(new SftTask(generator, rows, null, null), options, folder.Path);
        using var team = new WorkerThreads(workers);
        trainer.AccumulateGradients([.. Enumerable.Range(0, rows.Rows.Count)], team, CancellationToken.None);
        return [.. generator.Parameters.SelectMany(weight => weight.grad!.data<float>().ToArray())];
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
