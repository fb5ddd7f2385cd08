using Tsmc.Tokenization;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Sampling;

/// <summary>What a generator would write next, to look at: p0 of one token. The engine draws the same distribution in batches.</summary>
public static class NextTokens
{
    /// <summary>The likeliest next tokens, likeliest first.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="text">The text so far, at least one token long.</param>
    /// <param name="count">How many tokens are returned at most.</param>
    /// <param name="temperature">Divides the logits; above 0.</param>
    /// <param name="topK">Only this many likeliest tokens have a probability above 0; 0 for all.</param>
    /// <exception cref="ArgumentException">The text is empty or too long for the model, or a number is out of its range.</exception>
    public static IReadOnlyList<NextToken> After(
        Generator generator, Tokenizer tokenizer, string text, int count = 8, double temperature = 1, int topK = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        ArgumentOutOfRangeException.ThrowIfNegative(topK);
        IReadOnlyList<int> ids = tokenizer.Encode(text, tokenizer.AddsBos);
        if (ids.Count == 0)
        {
            throw new ArgumentException("The text is empty; expected at least one token.", nameof(text));
        }
        generator.Config.CheckLength(ids.Count);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Tensor row = tensor([.. ids.Select(id => (long)id)], [1, ids.Count], device: generator.Backbone.Device);
        Tensor hidden = generator.Backbone.Forward(row).select(1, ids.Count - 1);                         // [1, hidden]
        Tensor logits = generator.Logits(hidden).to(ScalarType.Float32).squeeze(0) / temperature;         // [vocabulary]
        int kept = topK == 0 ? (int)logits.shape[0] : Math.Min(topK, (int)logits.shape[0]);
        (Tensor values, Tensor indices) = logits.topk(kept);                                               // [kept], falling
        float[] probabilities = values.softmax(0).cpu().data<float>().ToArray();
        long[] tokens = indices.cpu().data<long>().ToArray();
        return [.. tokens.Zip(probabilities, (id, p) => new NextToken((int)id, tokenizer.TokenText((int)id), p)).Take(count)];
    }
}
