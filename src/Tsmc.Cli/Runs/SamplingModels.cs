using Tsmc.Models;
using Tsmc.Tokenization;
using Tsmc.Torch;

namespace Tsmc.Cli.Runs;

/// <summary>The generator of a sampling run with its tokenizer, and the value and reward models where they are asked for.</summary>
internal sealed class SamplingModels : IDisposable
{
    private SamplingModels(Tokenizer tokenizer, Generator generator) => (Tokenizer, Generator) = (tokenizer, generator);

    public Tokenizer Tokenizer { get; }

    public Generator Generator { get; }

    public ValueModel? Value { get; private set; }

    public ValueModel? Reward { get; private set; }

    /// <exception cref="ArgumentException">A model has another vocabulary than the generator.</exception>
    public static SamplingModels Load(string generator, string? value, string? reward, ModelPlacement placement)
    {
        var models = new SamplingModels(Tokenizer.Load(generator), Checkpoint.LoadGenerator(generator, placement.Device, placement.Type));
        try
        {
            models.Value = value is null ? null : Fitting(value, models.Generator.Config, placement);
            models.Reward = reward is null ? null : Fitting(reward, models.Generator.Config, placement);
            return models;
        }
        catch
        {
            models.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Generator.Dispose();
        Value?.Dispose();
        Reward?.Dispose();
    }

    private static ValueModel Fitting(string folder, LlamaConfig generator, ModelPlacement placement)
    {
        int vocabulary = LlamaConfig.Load(folder).VocabularySize;
        return vocabulary == generator.VocabularySize
            ? Checkpoint.LoadValueModel(folder, placement.Device, placement.Type)
            : throw new ArgumentException($"{folder} has {vocabulary} tokens and the generator {generator.VocabularySize}; they must share a tokenizer.");
    }
}
