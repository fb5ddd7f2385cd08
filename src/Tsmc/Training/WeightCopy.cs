using TorchSharp.Modules;
using Tsmc.Models;
using static TorchSharp.torch;

namespace Tsmc.Training;

/// <summary>Puts a checkpoint's weights into the model at hand.</summary>
internal static class WeightCopy
{
    /// <summary>Overwrites weights with stored ones of a model of the same shape.</summary>
    /// <exception cref="InvalidDataException">The stored model has another shape.</exception>
    public static void Into(
        IEnumerable<Parameter> weights, LlamaConfig config, IEnumerable<Parameter> stored, LlamaConfig storedConfig, string folder)
    {
        if (config != storedConfig)
        {
            throw new InvalidDataException(
                $"{folder}: the run trained a model of another shape ({storedConfig}) than the one at hand ({config}); "
                + "choose another output folder.");
        }
        using var frozen = no_grad();
        foreach ((Parameter weight, Parameter value) in weights.Zip(stored))
        {
            weight.copy_(value);
        }
    }
}
