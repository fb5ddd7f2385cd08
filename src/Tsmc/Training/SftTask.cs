using TorchSharp;
using TorchSharp.Modules;
using Tsmc.Models;
using Tsmc.Tokenization;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Training;

/// <summary>Supervised fine-tuning as the trainer sees it: cross-entropy of the learned tokens, the mean over a batch's.</summary>
internal sealed class SftTask(Generator generator, SftDataset training, SftDataset? validation, Tokenizer? tokenizer) : ITrainingTask
{
    private const int ValidationBatch = 32;

    public IReadOnlyList<Parameter> Parameters { get; } = [.. generator.Parameters];

    public int ItemCount => training.Rows.Count;

    public string Fingerprint => training.Fingerprint;

    public int Tokens(int item) => training.Rows[item].Ids.Count;

    public double Weight(int item) => training.Rows[item].Targets;

    public Tensor Loss(IReadOnlyList<int> items, double totalWeight)
    {
        using var scope = NewDisposeScope();
        (Tensor logits, Tensor targets) = Predict([.. items.Select(item => training.Rows[item])]);
        using Scalar weight = totalWeight.ToScalar();
        return F.cross_entropy(logits, targets, reduction: nn.Reduction.Sum).div(weight).MoveToOuterDisposeScope();
    }

    public IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation)
    {
        if (validation is null || validation.Rows.Count == 0)
        {
            return new Dictionary<string, double>();
        }
        using var frozen = no_grad();
        (double loss, double right, long count) = (0, 0, 0);
        foreach (TokenRow[] rows in validation.Rows.OrderBy(row => row.Ids.Count).Chunk(ValidationBatch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            (Tensor logits, Tensor targets) = Predict(rows);
            loss += F.cross_entropy(logits, targets, reduction: nn.Reduction.Sum).item<float>();
            right += logits.argmax(-1).eq(targets).sum().item<long>();
            count += targets.shape[0];
        }
        return new Dictionary<string, double> { ["loss"] = loss / count, ["token_accuracy"] = right / count };
    }

    public void Save(string folder)
    {
        Checkpoint.Save(generator, folder);
        tokenizer?.Save(folder);
    }

    public void Load(string folder)
    {
        using Generator stored = Checkpoint.LoadGenerator(folder);
        WeightCopy.Into(Parameters, generator.Config, stored.Parameters, stored.Config, folder);
    }

    /// <summary>Logits [targets, vocabulary] at the positions that predict a learned token, and those tokens [targets].</summary>
    private (Tensor Logits, Tensor Targets) Predict(TokenRow[] rows)
    {
        // The last token predicts nothing, so it is not an input. Padding stands at the end, where a causal model does not look.
        int length = rows.Max(row => row.Ids.Count) - 1;
        var ids = new long[rows.Length * length];
        var positions = new List<long>();
        var targets = new List<long>();
        for (int i = 0; i < rows.Length; i++)
        {
            TokenRow row = rows[i];
            for (int t = 0; t < row.Ids.Count - 1; t++)
            {
                ids[i * length + t] = row.Ids[t];
                if (t + 1 >= row.FirstTarget)
                {
                    positions.Add(i * length + t);
                    targets.Add(row.Ids[t + 1]);
                }
            }
        }
        Device device = generator.Backbone.Device;
        Tensor hidden = generator.Backbone.Forward(tensor(ids, [rows.Length, length], device: device)); // [B, T, hidden]
        Tensor learned = hidden.flatten(0, 1).index_select(0, tensor(positions, device: device));      // [targets, hidden]
        return (generator.Logits(learned).to(ScalarType.Float32), tensor(targets, device: device));
    }
}
