using TorchSharp;
using TorchSharp.Modules;
using Tsmc.Exact;
using Tsmc.Training;
using static TorchSharp.torch;

namespace Tsmc.Tests.Training;

public sealed class ContrastiveTwistLossTests
{
    private const int Steps = 3;

    // Two tokens, three steps, all probabilities positive.
    private static readonly Dictionary<string, IReadOnlyList<double>> NextToken = new()
    {
        [""] = [0.3, 0.7],
        ["0"] = [0.6, 0.4],
        ["1"] = [0.2, 0.8],
        ["00"] = [0.5, 0.5],
        ["01"] = [0.9, 0.1],
        ["10"] = [0.25, 0.75],
        ["11"] = [0.35, 0.65],
    };

    private static readonly EnumerableModel Toy = new(
        2, Steps, NextToken,
        All(Steps).ToDictionary(sequence => sequence, sequence => sequence is "011" or "100" or "101" ? 1.0 : 0.0));

    private static readonly string[] Prefixes = [.. Enumerable.Range(1, Steps).SelectMany(All)];
    private static readonly string[] Sequences = [.. All(Steps)];

    static ContrastiveTwistLossTests() => Tsmc.Torch.Libtorch.EnsureLoaded();

    [Fact]
    public void The_gradient_is_the_exact_one_when_fed_all_solutions_with_their_probabilities()
    {
        using var scope = NewDisposeScope();
        Tensor logits = Start();
        Tensor gradient = autograd.grad([Loss(logits)], [logits])[0];

        // By the definition: sum over prefixes of (pi_t - sigma) times d log V / d logit, where d log sigmoid(z) / dz = 1 - sigmoid(z).
        double[] start = logits.detach().data<double>().ToArray();
        double[] value = [.. start.Select(z => 1 / (1 + Math.Exp(-z)))];
        for (int i = 0; i < Prefixes.Length; i++)
        {
            string prefix = Prefixes[i];
            double normaliser = Enumerable.Range(0, Prefixes.Length)
                .Where(j => Prefixes[j].Length == prefix.Length).Sum(j => Reach(Prefixes[j]) * value[j]);
            double pi = Reach(prefix) * value[i] / normaliser;
            double sigma = Reach(prefix) * Toy.Value[prefix] / Toy.Z;
            Assert.Equal((pi - sigma) * (1 - value[i]), gradient[i].ToDouble(), 1e-12);
        }
    }

    [Fact]
    public void Descent_finds_the_exact_value_up_to_one_factor_a_step()
    {
        using var scope = NewDisposeScope();
        using var logits = (Parameter)new Parameter(Start().detach()).DetachFromDisposeScope();
        using Adam optimizer = optim.Adam([logits], lr: 0.3);
        for (int step = 0; step < 2000; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            Loss(logits).backward();
            optimizer.step();
        }
        // At the exact value each divergence KL(sigma || pi_t) is 0 and -E_sigma[log V] remains; a prefix of value 0 gets there only in
        // the limit.
        double least = Prefixes.Where(prefix => Toy.Value[prefix] > 0)
            .Sum(prefix => -Reach(prefix) * Toy.Value[prefix] / Toy.Z * Math.Log(Toy.Value[prefix]));
        Assert.Equal(least, Loss(logits).ToDouble(), 1e-3);

        double[] found = logits.detach().sigmoid().data<double>().ToArray();
        IEnumerable<int> possible = Enumerable.Range(0, Prefixes.Length).Where(i => Toy.Value[Prefixes[i]] > 0);
        foreach (IGrouping<int, int> step in possible.GroupBy(i => Prefixes[i].Length))
        {
            double[] ratios = [.. step.Select(i => found[i] / Toy.Value[Prefixes[i]])];
            Assert.All(ratios, ratio => Assert.Equal(1, ratio / ratios[0], 0.01));
        }
    }

    [Fact]
    public void The_weights_of_the_second_term_are_held_fixed()
    {
        using var scope = NewDisposeScope();
        Tensor logValues = rand([5, 3], ScalarType.Float64).log().requires_grad_();
        Tensor phi = tensor(new double[] { 1, 0, 0, 1, 0 });
        Tensor gradient = autograd.grad([ContrastiveTwistLoss.Of(logValues, phi)], [logValues])[0];
        Tensor pi = logValues.detach().softmax(0);
        Tensor sigma = (phi / phi.sum()).unsqueeze(1);
        Assert.True(gradient.allclose((pi - sigma).expand_as(gradient), 1e-12, 1e-12));
    }

    [Fact]
    public void A_problem_without_a_correct_sample_contributes_nothing()
    {
        using var scope = NewDisposeScope();
        Tensor logValues = rand([4, 2]).log().requires_grad_();
        Tensor loss = ContrastiveTwistLoss.Of(logValues, zeros(4));
        Assert.Equal(0, loss.ToDouble());
        Assert.Equal(0, autograd.grad([loss], [logValues])[0].abs().sum().ToDouble());
    }

    private static Tensor Start() =>
        tensor(Prefixes.Select((_, i) => 0.3 * Math.Sin(i + 1)).ToArray(), ScalarType.Float64).requires_grad_();

    // The value of every prefix is free: a table of logits, [prefixes], read for each sequence at each of its steps.
    private static Tensor Loss(Tensor logits)
    {
        Tensor table = tensor(
            Sequences.SelectMany(_ => Enumerable.Range(1, Steps), (sequence, t) => (long)Array.IndexOf(Prefixes, sequence[..t])).ToArray(),
            [Sequences.Length, Steps]);
        Tensor probabilities = tensor(Sequences.Select(Reach).ToArray());
        Tensor phi = tensor(Sequences.Select(sequence => Toy.Value[sequence]).ToArray());
        return ContrastiveTwistLoss.Of(nn.functional.logsigmoid(logits)[table], phi, probabilities);
    }

    private static double Reach(string prefix) =>
        Enumerable.Range(0, prefix.Length).Aggregate(1.0, (product, t) => product * NextToken[prefix[..t]][prefix[t] - '0']);

    private static IEnumerable<string> All(int length) =>
        Enumerable.Range(0, 1 << length).Select(code => Convert.ToString(code, 2).PadLeft(length, '0'));
}
