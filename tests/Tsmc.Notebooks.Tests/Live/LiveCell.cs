using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Tsmc.Interactive;
using Tsmc.Interactive.Output;

namespace Tsmc.Notebooks.Tests.Live;

/// <summary>Runs an action as a kernel runs a cell, and keeps what it displayed.</summary>
internal sealed class LiveCell(Func<Task> action) : Kernel("live"), IKernelCommandHandler<SubmitCode>
{
    /// <summary>What was displayed, in order: the place, whether it is an update, and the content as HTML and as text.</summary>
    public static async Task<IReadOnlyList<(string Place, bool IsUpdate, string Html, string Text)>> RunAsync(Func<Task> action)
    {
        TsmcFormatters.Register();
        NotebookOutput.Current ??= new KernelOutput();
        using var kernel = new LiveCell(action);
        KernelCommandResult result = await kernel.SendAsync(new SubmitCode("", "live"));
        Assert.Null(result.Events.OfType<CommandFailed>().FirstOrDefault()?.Message);
        return [.. result.Events.OfType<DisplayEvent>().Select(shown => (
            shown.ValueId!, shown is DisplayedValueUpdated,
            shown.FormattedValues.Single(value => value.MimeType == "text/html").Value,
            shown.FormattedValues.Single(value => value.MimeType == "text/plain").Value))];
    }

    Task IKernelCommandHandler<SubmitCode>.HandleAsync(SubmitCode command, KernelInvocationContext context) => action();
}
