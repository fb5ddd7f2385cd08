using Tsmc.Models;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Tsmc.Sampling;

/// <summary>
/// The value model's side of an <see cref="EngineLoop"/>: a cache of its own that follows the particles, so that weighing pays for new
/// tokens only. Scored from the first token each time (as the reference does), a solution of S steps would be read about S / 2 times.
/// </summary>
internal sealed class ValueRows : IDisposable
{
    // Rows of one call: more are no faster and cost memory for what pads them.
    internal const int MaxTokensACall = 16384;

    private readonly ValueModel _model;
    private readonly PromptRows _prompts;
    private readonly KvCache _cache;
    private readonly int _scratchRow;

    public ValueRows(ValueModel model, int slots, int prompts, int positions)
    {
        _model = model;
        _prompts = new PromptRows(slots, prompts);
        _scratchRow = slots + prompts;
        _cache = new KvCache(model.Config, slots + prompts + 1, positions, model.Backbone.Type, model.Backbone.Device);
    }

    private Device Device => _model.Backbone.Device;

    /// <summary>Puts a whole prompt into the rows of <paramref name="slots"/>.</summary>
    public void CopyPrompt(IReadOnlyList<int> prompt, IReadOnlyList<Slot> slots)
    {
        (int row, bool present) = _prompts.Find(prompt);
        if (!present)
        {
            Read([new Segment(row, 0, prompt)], weigh: false);
        }
        _cache.CopyRows([.. slots.Select(_ => (long)row)], [.. slots.Select(slot => (long)slot.Number)], prompt.Count);
    }

    /// <summary>Copies the first <paramref name="length"/> positions from slots to slots.</summary>
    public void Copy(IReadOnlyList<(Slot Source, Slot Target)> copies, int length) =>
        _cache.CopyRows([.. copies.Select(copy => (long)copy.Source.Number)], [.. copies.Select(copy => (long)copy.Target.Number)], length);

    /// <summary>Gives every particle its log V_theta at its last token.</summary>
    /// <param name="items">Each particle with the slot that holds it, or null when none does any more.</param>
    public void Score(IReadOnlyList<(DecodingGroup Group, TextParticle Particle, Slot? Slot)> items)
    {
        var fresh = new List<(TextParticle Particle, Slot Slot, Segment Segment)>();
        foreach ((DecodingGroup group, TextParticle particle, Slot? slot) in items)
        {
            if (slot is not null && particle.Parent is { } parent && ReferenceEquals(slot.ValueHolder, parent))
            {
                fresh.Add((particle, slot, new Segment(slot.Number, group.Prompt.Count + parent.Length, particle.NewTokens)));
                continue;
            }
            int[] tokens = [.. group.Prompt, .. particle.Tokens()];
            particle.LogValue = Read([new Segment(slot?.Number ?? _scratchRow, 0, tokens)], weigh: true)[0];
            slot?.ValueHolder = particle;
        }

        // Segments of like length together: little is padded.
        fresh.Sort((a, b) => a.Segment.Tokens.Count.CompareTo(b.Segment.Tokens.Count));
        int first = 0;
        while (first < fresh.Count)
        {
            int end = first + 1;
            while (end < fresh.Count && (end + 1 - first) * fresh[end].Segment.Tokens.Count <= MaxTokensACall)
            {
                end++;
            }
            double[] values = Read([.. fresh.GetRange(first, end - first).Select(item => item.Segment)], weigh: true);
            for (int i = first; i < end; i++)
            {
                fresh[i].Particle.LogValue = values[i - first];
                fresh[i].Slot.ValueHolder = fresh[i].Particle;
            }
            first = end;
        }
    }

    /// <summary>Reads segments into the cache; returns log V_theta at each one's last token when asked to.</summary>
    private double[] Read(IReadOnlyList<Segment> segments, bool weigh)
    {
        using var scope = NewDisposeScope();
        int batch = segments.Count;
        int longest = segments.Max(segment => segment.Tokens.Count);
        var ids = new long[batch * longest];
        for (int b = 0; b < batch; b++)
        {
            for (int i = 0; i < segments[b].Tokens.Count; i++)
            {
                ids[b * longest + i] = segments[b].Tokens[i];
            }
        }
        Tensor hidden = _model.Backbone.Forward(
            tensor(ids, [batch, longest], device: Device),
            tensor([.. segments.Select(segment => (long)segment.Start)], device: Device),
            segments.Max(segment => segment.Start + segment.Tokens.Count),
            _cache,
            tensor([.. segments.Select(segment => (long)segment.Row)], device: Device)); // [B, L, hidden]
        if (!weigh)
        {
            return [];
        }
        Tensor last = tensor([.. segments.Select(segment => (long)segment.Tokens.Count - 1)], device: Device); // [B]
        Tensor logits = _model.LogitsByRow(hidden[arange(batch, device: Device), last]); // [B]
        return [.. F.logsigmoid(logits.to(ScalarType.Float64)).cpu().data<double>()];
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private sealed record Segment(int Row, int Start, IReadOnlyList<int> Tokens);
}
