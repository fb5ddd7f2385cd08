using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Tsmc.Cli.Progress;

/// <summary>Rate, time left and figures beside a bar.</summary>
internal sealed class PaceColumn : ProgressColumn
{
    private readonly ConcurrentDictionary<int, string> _texts = [];

    protected override bool NoWrap => true;

    public void Set(int bar, string text) => _texts[bar] = text;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(_texts.GetValueOrDefault(task.Id, ""));
}
