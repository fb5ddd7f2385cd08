using TorchSharp.Modules;
using Tsmc.Training;
using static TorchSharp.torch;

namespace Tsmc.Tests.Training;

/// <summary>A task whose n-th loss is not a number.</summary>
internal sealed class PoisonedTask(ITrainingTask inner, int poisonedLoss) : ITrainingTask
{
    private int _losses;

    public IReadOnlyList<Parameter> Parameters => inner.Parameters;

    public int ItemCount => inner.ItemCount;

    public string Fingerprint => inner.Fingerprint;

    public int Tokens(int item) => inner.Tokens(item);

    public double Weight(int item) => inner.Weight(item);

    public Tensor Loss(IReadOnlyList<int> items, double totalWeight) =>
        inner.Loss(items, totalWeight) * (++_losses == poisonedLoss ? double.NaN : 1);

    public IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation) => inner.Validate(cancellation);

    public void Save(string folder) => inner.Save(folder);

    public void Load(string folder) => inner.Load(folder);
}
