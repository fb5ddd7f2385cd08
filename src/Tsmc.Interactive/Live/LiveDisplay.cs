using Tsmc.Interactive.Output;

namespace Tsmc.Interactive.Live;

/// <summary>
/// A place in the output whose content is replaced while the cell runs. Updates may come from any thread and as often as they like: at
/// most five a second are sent, and the last one always. A program shows the last one only; without an output nothing is shown.
/// </summary>
/// <typeparam name="T">What is shown; its view or formatter says how.</typeparam>
public sealed class LiveDisplay<T> : IDisposable
    where T : class
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly IOutputPlace? _place;
    private T _latest;
    private T _sent;
    private long _sentAt;

    /// <summary>Displays the first content.</summary>
    public LiveDisplay(T first)
    {
        _place = NotebookOutput.Current?.Open(first);
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
            _place?.Close(_latest);
        }
    }

    private void Send()
    {
        _place?.Update(_latest);
        _sent = _latest;
        _sentAt = Environment.TickCount64;
    }
}
