using System.Globalization;

namespace Tsmc.Cli.Progress;

/// <summary>Progress as plain lines, one every few seconds and one at a stage's end: for files and pipes.</summary>
internal sealed class ProgressLines(TextWriter writer, TimeProvider? time = null) : IProgress<StageProgress>
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private string? _stage;
    private StageClock? _clock;
    private long _written;

    public void Report(StageProgress value)
    {
        lock (_gate)
        {
            if (_clock is null || _stage != value.Stage)
            {
                (_stage, _clock, _written) = (value.Stage, new StageClock(_time), _time.GetTimestamp());
            }
            string pace = _clock.Pace(value);
            if (value.Done < value.Total && _time.GetElapsedTime(_written) < Every)
            {
                return;
            }
            _written = _time.GetTimestamp();
            string count = string.Create(CultureInfo.InvariantCulture, $"{value.Done:0.#}/{value.Total:0.#} {value.Unit}{(value.Unit.Length > 0 ? " " : "")}({value.Done / value.Total:P0})");
            writer.WriteLine($"{value.Stage}: {string.Join(", ", new[] { count, pace, value.Note }.Where(part => part.Length > 0))}");
        }
    }
}
