using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tsmc.Training;

/// <summary>What <see cref="Trainer"/> trains: weights, items and a loss. Fine-tuning and the value losses are such tasks.</summary>
public interface ITrainingTask
{
    /// <summary>The weights, in a fixed order.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Number of training items.</summary>
    int ItemCount { get; }

    /// <summary>Names the data: another training set has another fingerprint.</summary>
    string Fingerprint { get; }

    /// <summary>Tokens that item <paramref name="item"/> sends through the model.</summary>
    int Tokens(int item);

    /// <summary>What the item adds to the number a batch's loss is divided by, such as its target tokens; above 0.</summary>
    double Weight(int item);

    /// <summary>
    /// The items' summed loss divided by <paramref name="totalWeight"/>, a scalar with a graph. Called by several threads at once.
    /// </summary>
    /// <param name="items">The items of one micro-batch.</param>
    /// <param name="totalWeight">Sum of the weights of the whole batch.</param>
    Tensor Loss(IReadOnlyList<int> items, double totalWeight);

    /// <summary>Figures on held-out data by name, <c>loss</c> among them; empty when there is none.</summary>
    IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation);

    /// <summary>Writes the model, and what belongs to it, into a folder.</summary>
    void Save(string folder);

    /// <summary>Overwrites the weights with those that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">They are those of another model.</exception>
    void Load(string folder);
}
