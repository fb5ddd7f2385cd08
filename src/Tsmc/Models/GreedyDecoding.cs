using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>The most likely continuation of one text, token ids in and out: no tokenizer, no sampling, no end.</summary>
public static class GreedyDecoding
{
    /// <summary>Reads a text once and goes on with the most likely token.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="ids">The text, at least one token.</param>
    /// <param name="newTokens">Tokens to write; an end-of-sequence token is written like any other and ends nothing.</param>
    /// <param name="ct">Stops between two tokens.</param>
    /// <returns>The logits after the text's last token, [vocabulary], and the tokens written.</returns>
    /// <exception cref="ArgumentException">The text is empty, holds a token that the model does not have, or is too long with what follows.</exception>
    /// <exception cref="InvalidDataException">The logits are not numbers.</exception>
    public static (float[] Logits, int[] Tokens) Run(Generator generator, IReadOnlyList<int> ids, int newTokens, CancellationToken ct = default)
    {
        Check(generator.Config, ids, newTokens);
        using var frozen = no_grad();
        LlamaBackbone backbone = generator.Backbone;
        using var cache = new KvCache(generator.Config, 1, ids.Count + Math.Max(1, newTokens), backbone.Type, backbone.Device);
        float[] first = [];
        var written = new List<int>();
        long[] fed = [.. ids.Select(id => (long)id)];
        int position = 0;
        do
        {
            ct.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor hidden = backbone.Forward(
                tensor(fed, [1, fed.Length], device: backbone.Device), tensor(new[] { (long)position }, device: backbone.Device),
                position + fed.Length, cache); // [1, L, hidden]
            Tensor logits = generator.Logits(hidden[0, -1]).to(ScalarType.Float32); // [vocabulary]
            if (position == 0)
            {
                first = logits.cpu().data<float>().ToArray();
            }
            long best = logits.argmax().item<long>();
            if (!float.IsFinite(logits[best].item<float>()))
            {
                throw new InvalidDataException($"The logits of token {position + fed.Length} are not numbers; expected weights that keep within {backbone.Type}.");
            }
            position += fed.Length;
            fed = [best];
            written.Add((int)best);
        }
        while (written.Count < newTokens);
        return (first, [.. written.Take(newTokens)]);
    }

    private static void Check(LlamaConfig config, IReadOnlyList<int> ids, int newTokens)
    {
        if (newTokens < 0)
        {
            throw new ArgumentException($"max-new-tokens is {newTokens}; expected at least 0.", nameof(newTokens));
        }
        if (ids.Count == 0)
        {
            throw new ArgumentException("no token ids; expected at least one.", nameof(ids));
        }
        if (ids.Any(id => id < 0 || id >= config.VocabularySize))
        {
            int unknown = ids.First(id => id < 0 || id >= config.VocabularySize);
            throw new ArgumentException($"the token {unknown}; the model's run from 0 to {config.VocabularySize - 1}.", nameof(ids));
        }
        if ((long)ids.Count + newTokens > config.MaxPositions)
        {
            throw new ArgumentException($"{ids.Count} tokens and {newTokens} new ones; the model has {config.MaxPositions} positions.", nameof(ids));
        }
    }
}
