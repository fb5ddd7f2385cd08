using TorchSharp;
using Tsmc.Training;
using static TorchSharp.torch;

namespace Tsmc.Tests.Training;

public sealed class ProcessLossTests
{
    private static readonly double[] Labels = [1, 0, 0.25, double.NaN, 1, double.NaN];

    static ProcessLossTests() => Tsmc.Torch.Libtorch.EnsureLoaded();

    [Fact]
    public void It_is_the_cross_entropy_of_the_labelled_steps()
    {
        using var scope = NewDisposeScope();
        double[] z = [0.5, -1, 2, 3, -0.25, 40];
        double expected = z.Zip(Labels).Where(step => !double.IsNaN(step.Second))
            .Sum(step => step.Second * Math.Log(1 + Math.Exp(-step.First)) + (1 - step.Second) * Math.Log(1 + Math.Exp(step.First)));
        Assert.Equal(expected, ProcessLoss.Of(tensor(z, [2, 3]), tensor(Labels, [2, 3])).ToDouble(), 1e-12);
    }

    [Fact]
    public void Its_gradient_is_value_minus_label_and_zero_where_there_is_no_label()
    {
        using var scope = NewDisposeScope();
        double[] z = [0.5, -1, 2, 3, -0.25, 40];
        Tensor logits = tensor(z, [2, 3]).requires_grad_();
        double[] gradient = autograd.grad([ProcessLoss.Of(logits, tensor(Labels, [2, 3]))], [logits])[0].data<double>().ToArray();
        for (int i = 0; i < z.Length; i++)
        {
            Assert.Equal(double.IsNaN(Labels[i]) ? 0 : 1 / (1 + Math.Exp(-z[i])) - Labels[i], gradient[i], 1e-12);
        }
    }

    [Fact]
    public void Logits_far_out_stay_finite()
    {
        using var scope = NewDisposeScope();
        // log(1 + e^1000) is 1000 in double precision.
        Assert.Equal(2000, ProcessLoss.Of(tensor(new double[] { 1000, -1000 }), tensor(new double[] { 0, 1 })).ToDouble());
    }
}
