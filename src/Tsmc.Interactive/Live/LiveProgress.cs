using System.Diagnostics;
using Tsmc.Interactive.Views;

namespace Tsmc.Interactive.Live;

/// <summary>A progress bar in a cell's output. Report the units done; dispose it at the end, so that its last state is shown.</summary>
/// <example><code>using var progress = new LiveProgress("Sampling", problems.Count, "problems");</code></example>
public sealed class LiveProgress : IProgress<int>, IDisposable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly string _what;
    private readonly int _total;
    private readonly string _unit;
    private readonly LiveDisplay<ProgressView> _display;
    private int _done;

    /// <summary>Shows an empty bar.</summary>
    /// <param name="what">What is done, for example <c>Sampling</c>.</param>
    /// <param name="total">All units, at least 1.</param>
    /// <param name="unit">The unit, in the plural.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="total"/> is less than 1.</exception>
    public LiveProgress(string what, int total, string unit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        (_what, _total, _unit) = (what, total, unit);
        _display = new LiveDisplay<ProgressView>(new ProgressView(what, 0, total, unit));
    }

    /// <summary>One more unit is done.</summary>
    public void Add() => Report(Interlocked.Increment(ref _done));

    /// <summary>Shows that <paramref name="value"/> units are done.</summary>
    public void Report(int value)
    {
        Volatile.Write(ref _done, value);
        TimeSpan? left = value > 0 && value < _total ? _clock.Elapsed * ((double)(_total - value) / value) : null;
        _display.Update(new ProgressView(_what, Math.Clamp(value, 0, _total), _total, _unit, left));
    }

    /// <summary>The same bar for work that reports more than a number.</summary>
    /// <param name="done">The units done, of a report.</param>
    public IProgress<T> For<T>(Func<T, int> done) => new Relay<T>(this, done);

    /// <inheritdoc/>
    public void Dispose() => _display.Dispose();

    // Not Progress<T>: it reports later, on another thread, maybe after the bar has shown its last state.
    private sealed class Relay<T>(LiveProgress bar, Func<T, int> done) : IProgress<T>
    {
        public void Report(T value) => bar.Report(done(value));
    }
}
