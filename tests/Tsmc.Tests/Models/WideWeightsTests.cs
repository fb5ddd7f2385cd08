using Tsmc.Models;
using static TorchSharp.torch;

namespace Tsmc.Tests.Models;

public sealed class WideWeightsTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 5, 7)] // less than a vector
    [InlineData(ScalarType.Float32, 1001, 1049)] // more than one thread's share, and a rest
    [InlineData(ScalarType.BFloat16, 5, 7)]
    [InlineData(ScalarType.BFloat16, 1001, 1049)]
    [InlineData(ScalarType.Float16, 33, 65)]
    public void Every_number_is_what_libtorch_makes_of_it(ScalarType type, int outputs, int inputs)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Tensor weight = (arange(outputs * inputs) % 256 - 128).view(outputs, inputs).to(ScalarType.Int8);
        Same(weight, type);
        Tensor smaller = weight.narrow(0, 0, 3).contiguous(); // in the memory kept from before
        Same(smaller, type);
    }

    [Fact]
    public void Where_gradients_flow_nothing_is_kept()
    {
        using var scope = NewDisposeScope();
        Tensor weight = ones([2, 3], ScalarType.Int8);
        Tensor first = WideWeights.Of(weight, ScalarType.Float32), second = WideWeights.Of(weight * 2, ScalarType.Float32);
        Assert.Equal((6f, 12f), (first.sum().item<float>(), second.sum().item<float>()));
    }

    private static void Same(Tensor weight, ScalarType type) =>
        Assert.True((weight.to(type) == WideWeights.Of(weight, type)).all().item<bool>());
}
