using Tsmc.Models;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Sampling;

/// <summary>The generator's side of an <see cref="EngineLoop"/>: its cache rows, and one token for every row at work.</summary>
/// <remarks>
/// What crosses between host and device in a token step, and nothing else: the rows' tokens, positions and uniform numbers go there, the
/// tokens drawn come back, which is the step's one wait for the device. Masks, angles, keys, values and logits stay. Copies of cache rows
/// send two lists of row numbers; weighing sends tokens, positions, rows and ends, and fetches the values.
/// </remarks>
internal sealed class GeneratorRows : IDisposable
{
    private readonly Generator _generator;
    private readonly Slot[] _atRow;
    private readonly PromptRows _prompts;
    private readonly KvCache _cache;

    public GeneratorRows(Generator generator, IReadOnlyList<Slot> slots, int prompts, int positions)
    {
        _generator = generator;
        _atRow = [.. slots];
        // A batch has at least four rows, so that a solution's bits do not depend on how many others are decoded; spare rows fill it up.
        int rows = Math.Max(slots.Count, AttentionPlan.RowMultiple);
        _prompts = new PromptRows(rows, prompts);
        _cache = new KvCache(generator.Config, rows + prompts, positions, generator.Backbone.Type, generator.Backbone.Device);
    }

    private Device Device => _generator.Backbone.Device;

    /// <summary>Puts a prompt, all but its last token, into the rows of <paramref name="slots"/>.</summary>
    public void CopyPrompt(IReadOnlyList<int> prompt, IReadOnlyList<Slot> slots)
    {
        int length = prompt.Count - 1;
        if (length == 0)
        {
            return;
        }
        (int row, bool present) = _prompts.Find(prompt);
        if (!present)
        {
            Prefill(prompt.Take(length), row);
        }
        _cache.CopyRows([.. slots.Select(_ => (long)row)], [.. slots.Select(slot => (long)slot.Row)], length);
    }

    /// <summary>Copies the first <paramref name="length"/> positions from slots to slots.</summary>
    public void Copy(IReadOnlyList<(Slot Source, Slot Target)> copies, int length) =>
        _cache.CopyRows([.. copies.Select(copy => (long)copy.Source.Row)], [.. copies.Select(copy => (long)copy.Target.Row)], length);

    /// <summary>Computes the keys and values of tokens from position 0 anew.</summary>
    public void Restore(IEnumerable<int> tokens, Slot slot) => Prefill(tokens, slot.Row);

    /// <summary>Moves the slots at work into the first rows, when more than a fifth of the rows decoded would rest.</summary>
    public void Pack(IReadOnlyList<Slot> working)
    {
        int span = working.Max(slot => slot.Row) + 1;
        if (working.Count > 0.8 * span)
        {
            return;
        }
        Slot[] strays = [.. working.Where(slot => slot.Row >= working.Count)];
        Slot[] holes = [.. _atRow.Take(working.Count).Where(slot => slot.Request is null)];
        Slot[] moved = [.. strays, .. holes];
        long[] from = [.. moved.Select(slot => (long)slot.Row)];
        long[] to = [.. holes.Select(slot => (long)slot.Row), .. strays.Select(slot => (long)slot.Row)];
        _cache.CopyRows(from, to, moved.Max(slot => slot.Position) + 1);
        foreach ((Slot slot, long row) in moved.Zip(to))
        {
            slot.Row = (int)row;
            _atRow[row] = slot;
        }
    }

    /// <summary>
    /// Feeds each row its pending token and draws the next. Rows at rest within the span are fed theirs again, which writes what is there.
    /// </summary>
    /// <param name="working">The slots at work.</param>
    /// <param name="vocabulary">Only token ids below this are drawn.</param>
    /// <param name="sampling">Temperature and top-k.</param>
    /// <returns>The tokens drawn, by row.</returns>
    public long[] DecodeOneToken(IReadOnlyList<Slot> working, int vocabulary, TokenSampling sampling)
    {
        using var scope = NewDisposeScope();
        int span = Math.Max(working.Max(slot => slot.Row) + 1, AttentionPlan.RowMultiple);
        var ids = new long[span];
        var positions = new long[span];
        var uniforms = new float[span];
        for (int row = 0; row < Math.Min(span, _atRow.Length); row++)
        {
            Slot slot = _atRow[row];
            ids[row] = slot.PendingToken;
            positions[row] = slot.Position;
        }
        foreach (Slot slot in working)
        {
            uniforms[slot.Row] = (float)slot.Uniform();
        }
        Tensor hidden = _generator.Backbone.Forward(
            tensor(ids, [span, 1], device: Device), tensor(positions, device: Device), positions.Max() + 1, _cache); // [B, 1, hidden]
        Tensor logits = _generator.Logits(hidden.squeeze(1)).narrow(-1, 0, vocabulary); // [B, vocabulary]
        return TokenChooser.Choose(logits, tensor(uniforms, [span, 1], device: Device), sampling).cpu().data<long>().ToArray();
    }

    private void Prefill(IEnumerable<int> tokens, int row)
    {
        using var scope = NewDisposeScope();
        long[] ids = [.. tokens.Select(id => (long)id)];
        _generator.Backbone.Forward(
            tensor(ids, [1, ids.Length], device: Device), zeros(1, ScalarType.Int64, Device), ids.Length, _cache,
            tensor(new[] { (long)row }, device: Device));
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();
}
