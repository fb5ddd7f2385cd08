namespace Tsmc.Interactive.Live;

/// <summary>
/// The losses of a training run in at most 400 points, however long it is: each is the mean of as many steps as it takes. So a live
/// chart stays small.
/// </summary>
internal sealed class LossCurve
{
    private const int MaxPoints = 400;

    private readonly List<(int Step, double Loss)> _points = [];
    private readonly List<(int Step, double Loss)> _begun = [];

    /// <summary>How many steps one point stands for.</summary>
    public int Stride { get; private set; } = 1;

    /// <summary>The points: the last step each stands for, and the mean loss. Steps that do not fill a point yet make the last one.</summary>
    public IReadOnlyList<(int Step, double Loss)> Points => _begun.Count == 0 ? [.. _points] : [.. _points, Mean(_begun)];

    public void Add(int step, double loss)
    {
        _begun.Add((step, loss));
        if (_begun.Count < Stride)
        {
            return;
        }
        _points.Add(Mean(_begun));
        _begun.Clear();
        if (_points.Count == MaxPoints)
        {
            (int, double)[] halved = [.. _points.Chunk(2).Select(Mean)];
            _points.Clear();
            _points.AddRange(halved);
            Stride *= 2;
        }
    }

    private static (int Step, double Loss) Mean(IReadOnlyList<(int Step, double Loss)> points) =>
        (points[^1].Step, points.Average(point => point.Loss));
}
