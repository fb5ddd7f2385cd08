using Tsmc.Models;
using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Tests.Torch;

public sealed class ScalarsTests
{
    /// <summary>
    /// What every layer does, while the collector runs all the time and frees each number object that is not held. With TorchSharp's own
    /// numbers it failed in three runs of three.
    /// </summary>
    [Fact]
    public async Task Collections_do_not_disturb_a_layer()
    {
        using var done = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        var collector = new Thread(() => Collect(done.Token));
        collector.Start();
        int[] steps = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Steps(done.Token))));
        collector.Join();
        Assert.All(steps, count => Assert.InRange(count, 100, int.MaxValue));
    }

    private static void Collect(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
            // Others take the memory that has been freed.
            _ = Enumerable.Range(0, 1000).Select(number => (TorchSharp.Scalar)(number + 0.5)).ToArray();
        }
    }

    private static int Steps(CancellationToken ct)
    {
        using var frozen = no_grad();
        using Tensor stream = ones(1, 4) * 3, weight = ones(4);
        int count = 0;
        for (; !ct.IsCancellationRequested; count++)
        {
            using var scope = NewDisposeScope();
            // The square's mean is 9, and 9 + 16 has the root 5.
            Assert.Equal(3f / 5 + 3, stream.Plus(LlamaLayer.RmsNorm(stream, weight, 16))[0, 0].item<float>(), 1e-6f);
        }
        return count;
    }
}
