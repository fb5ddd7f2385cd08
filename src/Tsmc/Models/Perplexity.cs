using Tsmc.Randomness;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Tsmc.Models;

/// <summary>How well a generator predicts texts.</summary>
public static class Perplexity
{
    private const int Piece = 128; // positions whose logits are held at once

    /// <summary>exp of the mean cross-entropy of all tokens but each text's first.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="texts">Token ids of each text; texts of fewer than two tokens say nothing.</param>
    /// <param name="progress">Is told the number of tokens predicted so far.</param>
    /// <param name="ct">Stops between two texts.</param>
    /// <returns>The perplexity and the number of tokens predicted.</returns>
    /// <exception cref="ArgumentException">No text has two tokens, a text is longer than the model's positions, or holds an unknown token.</exception>
    public static (double Value, long Tokens) Of(
        Generator generator, IEnumerable<IReadOnlyList<int>> texts, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        using var frozen = no_grad();
        Device device = generator.Backbone.Device;
        (double loss, long count) = (0, 0);
        foreach (IReadOnlyList<int> text in texts.Where(text => text.Count > 1))
        {
            ct.ThrowIfCancellationRequested();
            generator.Config.CheckLength(text.Count);
            if (text.Any(id => id < 0 || id >= generator.Config.VocabularySize))
            {
                throw new ArgumentException($"A text holds a token that the model does not have; its tokens run from 0 to {generator.Config.VocabularySize - 1}.");
            }
            using var scope = NewDisposeScope();
            long[] ids = [.. text.Select(id => (long)id)];
            Tensor hidden = generator.Backbone.Forward(tensor(ids[..^1], [1, ids.Length - 1], device: device)).squeeze(0); // [T - 1, hidden]
            Tensor targets = tensor(ids[1..], device: device);
            for (long at = 0; at < targets.shape[0]; at += Piece)
            {
                using var inner = NewDisposeScope();
                long length = Math.Min(Piece, targets.shape[0] - at);
                Tensor logits = generator.Logits(hidden.narrow(0, at, length)).to(ScalarType.Float32);
                loss += F.cross_entropy(logits, targets.narrow(0, at, length), reduction: nn.Reduction.Sum).item<float>();
            }
            count += targets.shape[0];
            progress?.Report(count);
        }
        return count > 0 ? (Math.Exp(loss / count), count) : throw new ArgumentException("No text of two tokens or more; nothing to predict.");
    }

    /// <summary>Texts that the generator writes itself, at temperature 1: something to predict where no text is at hand.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="count">Number of texts.</param>
    /// <param name="length">Tokens of each, the first included.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="progress">Is told the number of tokens drawn so far, all texts together.</param>
    /// <param name="ct">Stops between two tokens.</param>
    public static IReadOnlyList<IReadOnlyList<int>> OwnTexts(
        Generator generator, int count, int length, long seed, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        using var frozen = no_grad();
        LlamaBackbone backbone = generator.Backbone;
        length = Math.Min(length, generator.Config.MaxPositions);
        var random = new CounterRandom(seed, RandomStream.Tokens);
        using var cache = new KvCache(generator.Config, count, length, backbone.Type, backbone.Device);
        long[] last = [.. Enumerable.Repeat((long)(generator.Config.BosTokenId ?? generator.Config.EosTokenIds.FirstOrDefault()), count)];
        List<int>[] texts = [.. last.Select(id => new List<int> { (int)id })];
        for (int position = 0; position < length - 1; position++)
        {
            ct.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor hidden = backbone.Forward(
                tensor(last, [count, 1], device: backbone.Device), full(count, position, ScalarType.Int64, backbone.Device), position + 1, cache);
            Tensor cumulative = generator.Logits(hidden.squeeze(1)).to(ScalarType.Float32).softmax(-1).cumsum(-1); // [count, vocabulary]
            float[] uniforms = [.. Enumerable.Range(0, count).Select(row => (float)random.Uniform((uint)row, (uint)position))];
            Tensor drawn = (cumulative <= tensor(uniforms, [count, 1], device: backbone.Device) * cumulative.narrow(-1, cumulative.shape[1] - 1, 1)).sum(-1);
            last = drawn.clamp_max(generator.Config.VocabularySize - 1).cpu().data<long>().ToArray();
            for (int row = 0; row < count; row++)
            {
                texts[row].Add((int)last[row]);
            }
            progress?.Report((long)count * (position + 1));
        }
        return texts;
    }
}
