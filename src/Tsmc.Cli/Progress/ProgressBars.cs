using Spectre.Console;

namespace Tsmc.Cli.Progress;

/// <summary>Progress as a bar for each stage: for terminals.</summary>
internal sealed class ProgressBars : IProgress<StageProgress>
{
    private readonly ProgressContext _context;
    private readonly PaceColumn _pace;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ProgressTask Bar, StageClock Clock)> _stages = [];

    private ProgressBars(ProgressContext context, PaceColumn pace) => (_context, _pace) = (context, pace);

    public static Task<T> RunAsync<T>(TextWriter writer, Func<IProgress<StageProgress>, Task<T>> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        var pace = new PaceColumn();
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), pace)
            .StartAsync(context => work(new ProgressBars(context, pace)));
    }

    public void Report(StageProgress value)
    {
        lock (_gate)
        {
            if (!_stages.TryGetValue(value.Stage, out (ProgressTask Bar, StageClock Clock) stage))
            {
                stage = (_context.AddTask(Markup.Escape(value.Stage)), new StageClock(TimeProvider.System));
                _stages.Add(value.Stage, stage);
            }
            string pace = stage.Clock.Pace(value);
            _pace.Set(stage.Bar.Id, string.Join(", ", new[] { pace, value.Note }.Where(part => part.Length > 0)));
            (stage.Bar.MaxValue, stage.Bar.Value) = (value.Total, value.Done);
        }
    }
}
