using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Tests.Torch;

public sealed class LibtorchTests
{
    [Fact]
    public async Task Loading_again_from_any_thread_gives_the_first_report()
    {
        LibtorchReport first = Libtorch.EnsureLoaded();
        LibtorchReport[] again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Libtorch.EnsureLoaded)));

        Assert.All(again, report => Assert.Same(first, report));
        Assert.Matches(@"^\d+\.\d+\.\d+", first.Version);
        Assert.True(first.Mended is null || File.Exists(first.Mended));
    }

    [Fact]
    public void Pages_of_code_that_are_given_back_come_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Done on Linux only.");
        Libtorch.EnsureLoaded();
        using var scope = NewDisposeScope();
        Tensor a = arange(64, ScalarType.Float32).view(8, 8);
        float before = a.matmul(a).softmax(-1).sum().item<float>();
        LibraryPages.GiveBack("libtorch_cpu.so");
        Assert.Equal(before, a.matmul(a).softmax(-1).sum().item<float>());
    }
}
