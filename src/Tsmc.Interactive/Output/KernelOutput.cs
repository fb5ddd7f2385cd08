using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace Tsmc.Interactive.Output;

/// <summary>Shows values in the cell that runs.</summary>
internal sealed class KernelOutput : INotebookOutput
{
    public void Display(object? value) => KernelInvocationContext.Current?.Display(value);

    // The context's Display, not the extension method of the value: in Jupyter that one gives its update another display id.
    public IOutputPlace Open(object first) => new Place(KernelInvocationContext.Current?.Display(first));

    private sealed class Place(DisplayedValue? display) : IOutputPlace
    {
        public void Update(object content) => display?.Update(content);

        public void Close(object last) => display?.Update(last);
    }
}
