using TorchSharp;
using TorchSharp.Modules;
using Tsmc.Models;
using Tsmc.Tokenization;
using Tsmc.Torch;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Tsmc.Training;

/// <summary>Value learning as the trainer sees it: an item is a problem with all its samples.</summary>
internal sealed class ValueTrainingTask : ITrainingTask
{
    private readonly ValueModel _model;
    private readonly ValueLoss _loss;
    private readonly ValueDataset? _validation;
    private readonly Tokenizer? _tokenizer;
    private readonly ValueProblem[] _problems;

    public ValueTrainingTask(ValueModel model, ValueLoss loss, ValueDataset training, ValueDataset? validation, Tokenizer? tokenizer)
    {
        (_model, _loss, _validation, _tokenizer) = (model, loss, validation, tokenizer);
        Parameters = [.. model.Parameters];
        Fingerprint = training.Fingerprint;
        _problems = [.. training.Problems.Where(problem => Weight(problem) > 0)];
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    public int ItemCount => _problems.Length;

    public string Fingerprint { get; }

    public int Tokens(int item) => _problems[item].Tokens;

    public double Weight(int item) => Weight(_problems[item]);

    public Tensor Loss(IReadOnlyList<int> items, double totalWeight)
    {
        using var scope = NewDisposeScope();
        Tensor sum = zeros([], device: _model.Backbone.Device);
        foreach (int item in items)
        {
            sum = sum.Plus(Loss(_problems[item], ValueScores.Logits(_model, _problems[item])));
        }
        using Scalar weight = totalWeight.ToScalar();
        return sum.div(weight).MoveToOuterDisposeScope();
    }

    public IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation)
    {
        if (_validation is null || _validation.Problems.Count == 0)
        {
            return new Dictionary<string, double>();
        }
        using var frozen = no_grad();
        var figures = new ValueFigures();
        (double loss, double weight) = (0, 0);
        foreach (ValueProblem problem in _validation.Problems)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor logits = ValueScores.Logits(_model, problem); // [samples, steps]
            if (Weight(problem) > 0)
            {
                loss += Loss(problem, logits).item<float>();
                weight += Weight(problem);
            }
            figures.Add(problem, logits.sigmoid().cpu().data<float>().ToArray());
        }
        Dictionary<string, double> result = figures.Compute();
        if (weight > 0)
        {
            result["loss"] = loss / weight;
        }
        return result;
    }

    public void Save(string folder)
    {
        Checkpoint.Save(_model, folder);
        _tokenizer?.Save(folder);
    }

    public void Load(string folder)
    {
        using ValueModel stored = Checkpoint.LoadValueModel(folder);
        // A stored value model is said to have tied embeddings, for it has no language-model head.
        WeightCopy.Into(Parameters, _model.Config with { TieWordEmbeddings = true }, stored.Parameters, stored.Config, folder);
    }

    /// <summary>What a problem's loss is a sum over; 0 where it teaches nothing.</summary>
    private double Weight(ValueProblem problem) => _loss switch
    {
        ValueLoss.Ctl => problem.AnyCorrect ? 1 : 0,
        ValueLoss.Orm => problem.Samples.Count,
        ValueLoss.Prm => problem.LabelCount,
        _ => problem.Samples.Sum(sample => sample.Positions.Count),
    };

    private Tensor Loss(ValueProblem problem, Tensor logits)
    {
        Device device = logits.device;
        Tensor phi = tensor(problem.Samples.Select(sample => sample.Correct ? 1f : 0f).ToArray(), device: device); // [samples]
        switch (_loss)
        {
            case ValueLoss.Ctl:
                return ContrastiveTwistLoss.Of(F.logsigmoid(logits), phi);
            case ValueLoss.Orm:
                return OutcomeLoss.Of(logits[.., -1], phi);
            case ValueLoss.Prm:
                return ProcessLoss.Of(logits, Labels(problem).to(device));
            default:
                Tensor counts = tensor(problem.Samples.Select(sample => sample.Positions.Count).ToArray(), device: device);
                return StepOutcomeLoss.Of(logits, phi, arange(problem.Steps, device: device) < counts.unsqueeze(1));
        }
    }

    /// <summary>Step labels [samples, steps]; NaN where there is none and beyond a sample's end.</summary>
    private static Tensor Labels(ValueProblem problem)
    {
        int steps = problem.Steps;
        return tensor(
            problem.Samples.SelectMany(sample => Enumerable.Range(0, steps).Select(s => s < sample.Labels?.Count ? sample.Labels[s] : float.NaN))
                .ToArray(),
            [problem.Samples.Count, steps]);
    }
}
