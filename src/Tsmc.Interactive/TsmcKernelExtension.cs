using Microsoft.DotNet.Interactive;

namespace Tsmc.Interactive;

/// <summary>What .NET Interactive calls when a notebook refers to the package.</summary>
public sealed class TsmcKernelExtension : IKernelExtension
{
    /// <inheritdoc/>
    public Task OnLoadAsync(Kernel kernel)
    {
        TsmcInteractive.Load(kernel);
        return Task.CompletedTask;
    }
}
