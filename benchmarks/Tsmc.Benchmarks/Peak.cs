using static TorchSharp.torch;

namespace Tsmc.Benchmarks;

/// <summary>What the machine can do at best, measured in the same run in processor time of one core: the yardstick of the other tables.</summary>
internal sealed record Peak(double GigaFlops, double GigaBytes)
{
    public static Peak Measure(int rounds)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        set_num_threads(1);
        const long Side = 1024;
        Tensor a = randn(Side, Side);
        Tensor b = randn(Side, Side);
        double product = Clock.Best(4 * rounds, () => a.matmul(b).Dispose()).Processor;

        // Summing reads each byte once; 256 MB are far more than the caches hold.
        Tensor large = ones(64L << 20);
        double sum = Clock.Best(rounds, () => large.sum().Dispose()).Processor;
        return new Peak(2.0 * Side * Side * Side / product / 1e9, 4.0 * large.numel() / sum / 1e9);
    }
}
