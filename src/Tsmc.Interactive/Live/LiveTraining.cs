using Tsmc.Interactive.Views;
using Tsmc.Training;

namespace Tsmc.Interactive.Live;

/// <summary>
/// The loss curve of a training run in a cell's output, redrawn while it trains. Give it to the training as its progress; dispose it at
/// the end, so that its last state is shown.
/// </summary>
/// <example><code>
/// using (var live = new LiveTraining())
///     await SupervisedFineTuning.RunAsync(generator, training, validation, options, folder, tokenizer, live);
/// </code></example>
public sealed class LiveTraining : IProgress<TrainingProgress>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _what;
    private readonly string _quantity;
    private readonly LossCurve _losses = new();
    private readonly List<(int Step, double Loss)> _validation = [];
    private readonly LiveDisplay<TrainingView> _display;

    /// <summary>Shows that training begins.</summary>
    /// <param name="what">What is trained, for example <c>Fine-tuning</c>.</param>
    /// <param name="quantity">The loss and its unit, for the axis.</param>
    public LiveTraining(string what = "Training", string quantity = "Loss (nats per token)")
    {
        (_what, _quantity) = (what, quantity);
        _display = new LiveDisplay<TrainingView>(new TrainingView(what, quantity, null, [], 1, []));
    }

    /// <summary>Shows one more step.</summary>
    public void Report(TrainingProgress value)
    {
        lock (_gate)
        {
            _losses.Add(value.Step, value.Loss);
            if (value.Validation.TryGetValue("loss", out double loss))
            {
                _validation.Add((value.Step, loss));
            }
            _display.Update(new TrainingView(_what, _quantity, value, _losses.Points, _losses.Stride, [.. _validation]));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _display.Dispose();
}
