using TorchSharp.Modules;
using Tsmc.Models;
using Tsmc.Randomness;
using Tsmc.Tests.Tokenization;
using Tsmc.Training;
using static TorchSharp.torch;

namespace Tsmc.Tests.Training;

public sealed class ValueTrainingTests
{
    private const int Good = 3;
    private const int Bad = 4;

    [Fact]
    public void A_shared_prompt_gives_the_hidden_states_and_gradients_of_whole_sequences()
    {
        using var scope = NewDisposeScope();
        using Tsmc.Models.Generator generator = TinyModel.Generator();
        Tensor prompt = tensor(new long[] { 3, 1, 4, 1, 5 });
        Tensor continuations = tensor(new long[] { 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2 }, [3, 4]);
        Tensor whole = cat([prompt.expand(3, -1), continuations], 1);
        Parameter[] weights = [.. generator.Parameters.Take(generator.Parameters.Count() - 1)]; // all but the unused head

        Tensor expected = generator.Backbone.Forward(whole).narrow(1, 5, 4);
        Tensor found = generator.Backbone.Forward(prompt, continuations);
        Tensor direction = randn_like(expected);
        // fp32 sums of a few dozen terms of order one, in another order.
        Assert.True(found.allclose(expected, 1e-5, 1e-5));
        foreach ((Tensor a, Tensor b) in autograd.grad([(found * direction).sum()], weights).Zip(
            autograd.grad([(expected * direction).sum()], weights)))
        {
            Assert.True(a.allclose(b, 1e-4, 1e-5));
        }
    }

    [Fact]
    public void Values_do_not_depend_on_the_samples_scored_together()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using ValueModel model = Fresh(folder.File("generator"));
        using var frozen = no_grad();
        model.Parameters.Last(weight => weight.dim() == 2).copy_(linspace(-1, 1, TinyModel.Config.HiddenSize).unsqueeze(0)); // the head
        int[] prompt = [3, 1, 4];
        // Lengths far apart, so that they are padded in groups, and out of order.
        ValueSample[] samples = [.. new[] { 4, 30, 5, 12, 29 }.Select(length => new ValueSample(
            [.. Enumerable.Range(0, length).Select(t => t * 7 % TinyModel.Vocabulary)], [1, length - 1], true))];
        Tensor found = ValueScores.Logits(model, new ValueProblem(prompt, samples)); // [samples, 2]
        for (int i = 0; i < samples.Length; i++)
        {
            Tensor ids = tensor(prompt.Concat(samples[i].Ids).Select(id => (long)id).ToArray()).unsqueeze(0);
            Tensor alone = model.Logits(model.Backbone.Forward(ids)); // [1, tokens]
            Assert.Equal(alone[0, 3 + 1].item<float>(), found[i, 0].item<float>(), 1e-4);
            Assert.Equal(alone[0, -1].item<float>(), found[i, 1].item<float>(), 1e-4);
        }
    }

    [Theory]
    [InlineData(ValueLoss.Ctl)]
    [InlineData(ValueLoss.Orm)]
    [InlineData(ValueLoss.StepBce)]
    [InlineData(ValueLoss.Prm)]
    public async Task Every_loss_learns_to_tell_solutions_whose_mistake_can_be_seen(ValueLoss loss)
    {
        using var folder = new TemporaryFolder();
        using ValueModel model = Fresh(folder.File("generator"));
        var options = new ValueTrainingOptions
        {
            Loss = loss,
            BatchSize = 4,
            LearningRate = 1e-2,
            MinLearningRate = 1e-3,
            Epochs = 6,
            Workers = 2,
        };
        ValueDataset held = Data(12, 2);
        TrainingResult result = await ValueTraining.RunAsync(model, Data(24, 1), held, options, folder.File("value"));

        Assert.True(result.Completed);
        // What can be known, after a step, is whether a bad one has been among those so far; who knows that ranks best.
        var best = new ValueFigures();
        foreach (ValueProblem problem in held.Problems)
        {
            best.Add(problem, [.. problem.Samples.SelectMany(sample => Enumerable.Range(0, problem.Steps).Select(s => sample.Ids
                .Take(sample.Positions[Math.Min(s, sample.Positions.Count - 1)] + 1).Contains(Bad) ? 0f : 1f))]);
        }
        Assert.Equal(1, best.Compute()["auc_final"]);
        Assert.Equal(1, result.Validation["auc_final"], 0.02);
        if (loss != ValueLoss.Orm)
        {
            Assert.Equal(best.Compute()["auc_steps"], result.Validation["auc_steps"], 0.02);
        }
        if (loss is ValueLoss.StepBce or ValueLoss.Prm)
        {
            Assert.True(result.Validation["ece_final"] < 0.1, $"ece_final {result.Validation["ece_final"]}");
        }
        using ValueModel stored = Checkpoint.LoadValueModel(folder.File("value"));
        static float[] Weights(ValueModel model) => [.. model.Parameters.SelectMany(weight => weight.data<float>().ToArray())];
        Assert.Equal(Weights(model), Weights(stored));
    }

    [Fact]
    public async Task Contrastive_learning_refuses_samples_none_of_which_is_correct()
    {
        using var folder = new TemporaryFolder();
        using ValueModel model = Fresh(folder.File("generator"));
        var data = new ValueDataset([new ValueProblem([1], [new ValueSample([Bad, 0], [0, 1], false)])], 10);
        await Assert.ThrowsAsync<ArgumentException>(
            () => ValueTraining.RunAsync(model, data, null, new ValueTrainingOptions(), folder.File("value")));
    }

    [Fact]
    public async Task Process_learning_refuses_samples_without_labels()
    {
        using var folder = new TemporaryFolder();
        using ValueModel model = Fresh(folder.File("generator"));
        var data = new ValueDataset([new ValueProblem([1], [new ValueSample([Good, 0], [0, 1], true)])], 10);
        await Assert.ThrowsAsync<ArgumentException>(
            () => ValueTraining.RunAsync(model, data, null, new ValueTrainingOptions { Loss = ValueLoss.Prm }, folder.File("value")));
    }

    private static ValueModel Fresh(string folder)
    {
        using Tsmc.Models.Generator generator = TinyModel.Generator();
        Checkpoint.Save(generator, folder);
        return Checkpoint.StartValueModel(folder);
    }

    // Two to four steps of two tokens and an end token; a step is bad with probability 0.3 and one bad step spoils the solution.
    private static ValueDataset Data(int problems, long seed)
    {
        RandomSequence random = new CounterRandom(seed, RandomStream.Problems).Sequence(0);
        return new ValueDataset(
            Enumerable.Range(0, problems).Select(_ =>
            {
                int[] prompt = [random.Next(5, 14), random.Next(5, 14), 1];
                return new ValueProblem(prompt, [.. Enumerable.Range(0, 8).Select(_ => Sample(random))]);
            }).ToList(),
            maxLength: 64);
    }

    private static ValueSample Sample(RandomSequence random)
    {
        int steps = random.Next(2, 4);
        bool[] bad = [.. Enumerable.Range(0, steps).Select(_ => random.Chance(0.3))];
        int[] ids = [.. bad.SelectMany(wrong => new[] { wrong ? Bad : Good, 2 }), 0];
        // Labels as a checker gives them: right so far. The first step has none, as a person may leave one out.
        bool[] right = [.. Enumerable.Range(1, steps).Select(s => !bad.Take(s).Any(wrong => wrong))];
        return new ValueSample(ids, [.. Enumerable.Range(0, steps).Select(s => 2 * s + 1), ids.Length - 1], right[^1])
        {
            Labels = [float.NaN, .. right.Skip(1).Select(fine => fine ? 1f : 0f), right[^1] ? 1f : 0f],
        };
    }
}
