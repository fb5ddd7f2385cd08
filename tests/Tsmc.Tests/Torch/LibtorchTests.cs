using Tsmc.Torch;

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
}
