using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace Tsmc.Interactive.Live;

/// <summary>
/// A place in a cell's output whose content is replaced while the cell runs. Updates may come from any thread and as often as they
/// like: at most five a second are sent, and the last one always. Without a kernel it shows nothing.
/// </summary>
/// <typeparam name="T">What is shown; its formatter says how.</typeparam>
public sealed class LiveDisplay<T> : IDisposable
    where T : class
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly DisplayedValue? _place;
    private T _latest;
    private T _sent;
    private long _sentAt;

    /// <summary>Displays the first content.</summary>
    public LiveDisplay(T first)
    {
        // The context's Display, not the extension method of the value: in Jupyter that one gives its update another display id.
        _place = KernelInvocationContext.Current?.Display(first);
        _latest = _sent = first;
        _sentAt = Environment.TickCount64;
    }

    /// <summary>Replaces the content.</summary>
    public void Update(T content)
    {
        lock (_gate)
        {
            _latest = content;
            if (Environment.TickCount64 - _sentAt >= Interval.TotalMilliseconds)
            {
                Send();
            }
        }
    }

    /// <summary>Shows the last content.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_latest, _sent))
            {
                Send();
            }
        }
    }

    private void Send()
    {
        _place?.Update(_latest);
        _sent = _latest;
        _sentAt = Environment.TickCount64;
    }
}
