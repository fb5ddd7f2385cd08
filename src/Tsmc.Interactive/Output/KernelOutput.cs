using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace Tsmc.Interactive.Output;

/// <summary>Shows values in the cell that runs.</summary>
internal sealed class KernelOutput : INotebookOutput
{
    public void Display(object? value) => KernelInvocationContext.Current?.Display(value);

    // The context's Display, not the extension method of the value: in Jupyter that one gives its update another display id.
    public IOutputPlace Open(object first) => new Place(KernelInvocationContext.Current?.Display(first), first);

    private sealed class Place(DisplayedValue? display, object first) : IOutputPlace
    {
        private object _shown = first;

        public void Update(object content)
        {
            display?.Update(content);
            _shown = content;
        }

        public void Close(object last)
        {
            if (!ReferenceEquals(last, _shown))
            {
                Update(last);
            }
        }
    }
}
