using System.Numerics.Tensors;
using LLama;
using LLama.Common;
using LLama.Exceptions;
using LLama.Native;

namespace Tsmc.Benchmarks.Peer;

/// <summary>llama.cpp with one model: logits and greedy decoding, token ids in and out.</summary>
internal sealed class LlamaCpp : IDisposable
{
    private readonly int? _window;
    private readonly LLamaWeights _weights;
    private readonly LLamaContext _context;
    private readonly LLamaBatch _batch = new();

    /// <summary>Why llama.cpp's native library does not load here; null where it does.</summary>
    public static string? Absence
    {
        get
        {
            try
            {
                NativeApi.llama_empty_call();
                return null;
            }
            catch (Exception error) when (error is TypeInitializationException or DllNotFoundException or RuntimeError)
            {
                return (error.InnerException ?? error).Message.Split('\n')[0];
            }
        }
    }

    static LlamaCpp() => NativeLibraryConfig.All.WithLogCallback((_, _) => { });

    /// <summary>Opens a GGUF file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tokens">Tokens of a sequence, at most.</param>
    /// <param name="sequences">Sequences to decode at once, at most.</param>
    /// <param name="window">
    /// How many tokens a token sees, itself included. llama.cpp has no sliding window for these families; a cache that forgets what the window
    /// has left before each token is one.
    /// </param>
    /// <param name="exact">
    /// Keys and values in fp32 and attention step by step. By default they are fp16, and the fused attention rounds to it.
    /// </param>
    public LlamaCpp(string path, int tokens, int sequences = 1, int? window = null, bool exact = false)
    {
        _window = window < tokens ? window : null;
        GGMLType? cache = exact ? GGMLType.GGML_TYPE_F32 : null;
        var options = new ModelParams(path)
        {
            ContextSize = (uint)(tokens * sequences),
            BatchSize = (uint)Math.Max(tokens, sequences),
            UBatchSize = (uint)Math.Max(tokens, sequences),
            SeqMax = (uint)sequences,
            KVUnified = false, // else each sequence's attention goes over the keys of all
            Threads = 1,
            BatchThreads = 1,
            GpuLayerCount = 0,
            TypeK = cache,
            TypeV = cache,
            FlashAttention = exact ? false : null,
        };
        _weights = LLamaWeights.LoadFromFile(options);
        _context = _weights.CreateContext(options);
    }

    /// <summary>Logits at every position of a text.</summary>
    public IReadOnlyList<float[]> Logits(IReadOnlyList<int> ids)
    {
        Forget(0, 0);
        var logits = new List<float[]>();
        int atOnce = _window is null ? ids.Count : 1;
        for (int first = 0; first < ids.Count; first += atOnce)
        {
            _batch.Clear();
            for (int position = first; position < first + atOnce; position++)
            {
                _batch.Add(ids[position], position, LLamaSeqId.Zero, true);
            }
            Decode(first);
            logits.AddRange(Enumerable.Range(0, atOnce).Select(i => _context.NativeHandle.GetLogitsIth(i).ToArray()));
        }
        return logits;
    }

    /// <summary>The most likely token after a text, again and again.</summary>
    public IReadOnlyList<int> Greedy(IReadOnlyList<int> prompt, int newTokens)
    {
        int first = TensorPrimitives.IndexOfMax<float>(Logits(prompt)[^1]);
        return [first, .. Decode([first], prompt.Count, newTokens - 1).Select(step => step[0])];
    }

    /// <summary>Reads a text at once into a sequence; its last token's logits are computed.</summary>
    public void Read(IReadOnlyList<int> text, int sequence = 0)
    {
        _batch.Clear();
        foreach ((int position, int id) in text.Index())
        {
            _batch.Add(id, position, (LLamaSeqId)sequence, position == text.Count - 1);
        }
        Decode(0);
    }

    /// <summary>Feeds a token to each sequence at a position and goes on with the most likely; the tokens of each step.</summary>
    public IReadOnlyList<int[]> Decode(int[] tokens, int position, int steps)
    {
        var written = new List<int[]>();
        for (int step = 0; step < steps; step++)
        {
            _batch.Clear();
            foreach ((int sequence, int id) in tokens.Index())
            {
                _batch.Add(id, position + step, (LLamaSeqId)sequence, true);
            }
            Decode(position + step);
            tokens = [.. tokens.Select((_, sequence) => TensorPrimitives.IndexOfMax<float>(_context.NativeHandle.GetLogitsIth(sequence)))];
            written.Add(tokens);
        }
        return written;
    }

    /// <summary>Forgets a sequence from a position on.</summary>
    public void Forget(int sequence, int position) => _context.NativeHandle.MemorySequenceRemove((LLamaSeqId)sequence, position, -1);

    public void Dispose()
    {
        _context.Dispose();
        _weights.Dispose();
    }

    private void Decode(int position)
    {
        if (_window is { } window && position >= window)
        {
            _context.NativeHandle.MemorySequenceRemove(LLamaSeqId.Zero, 0, position - window + 1);
        }
        DecodeResult result = _context.Decode(_batch);
        if (result != DecodeResult.Ok)
        {
            throw new InvalidOperationException($"llama.cpp did not decode: {result}.");
        }
    }
}
