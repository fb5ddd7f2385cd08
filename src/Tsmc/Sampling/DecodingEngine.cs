using Tsmc.Models;
using Tsmc.Tokenization;

namespace Tsmc.Sampling;

/// <summary>
/// Batches the token work of many groups of particles over one generator and one value model. The solutions depend on the models, the
/// prompts and the options, not on how many rows or workers decode them, nor in which order.
/// </summary>
/// <remarks>
/// The models stay the caller's: they must outlive the engine, and are only read. Disposing the engine ends every request.
/// </remarks>
public sealed class DecodingEngine : IDisposable
{
    private const long SmallModel = 10_000_000;

    private readonly Lock _gate = new();
    private readonly EngineLoop[] _loops;
    private readonly Dictionary<EngineLoop, Stack<Slot>> _free = [];
    private readonly LinkedList<Waiter> _waiting = new();
    private readonly int _maxContext;
    private readonly int _vocabulary;
    private bool _disposed;

    /// <summary>Allocates the caches and starts the workers.</summary>
    /// <param name="generator">The proposal p0.</param>
    /// <param name="values">The value model behind the twist, or null when no particle will be weighed.</param>
    /// <param name="tokenizer">The models' tokenizer.</param>
    /// <param name="sampling">Temperature and top-k of all groups; token limit and seed are each group's own.</param>
    /// <param name="maxContext">Longest prompt plus longest solution, in tokens.</param>
    /// <param name="options">How the machine is used.</param>
    /// <exception cref="ArgumentException">An option is out of range, the models do not fit each other, or the context is too long for them.</exception>
    public DecodingEngine(
        Generator generator, ValueModel? values, Tokenizer tokenizer, TokenSampling sampling, int maxContext, EngineOptions? options = null)
    {
        options ??= new EngineOptions();
        options.Validate();
        sampling.Validate();
        int longest = Math.Min(generator.Config.MaxPositions, values?.Config.MaxPositions ?? int.MaxValue);
        if (maxContext > longest)
        {
            throw new ArgumentException($"Prompt and solution may take {maxContext} tokens, the model has {longest} positions; lower max-new-tokens.");
        }
        if (values is not null && values.Config.VocabularySize != generator.Config.VocabularySize)
        {
            throw new ArgumentException(
                $"The value model has {values.Config.VocabularySize} tokens and the generator {generator.Config.VocabularySize}; they must share a tokenizer.");
        }
        Sampling = sampling;
        _maxContext = maxContext;
        _vocabulary = generator.Config.VocabularySize;
        int workers = Math.Min(options.Rows, options.Workers ?? DefaultWorkers(generator));
        int threads = Math.Max(1, Environment.ProcessorCount / workers);
        _loops = [.. Enumerable.Range(0, workers).Select(worker => new EngineLoop(
            this, generator, values, tokenizer, sampling, (options.Rows + workers - 1 - worker) / workers, options.Prompts, maxContext, threads))];
        foreach (EngineLoop loop in _loops)
        {
            _free[loop] = new Stack<Slot>(loop.Slots.Reverse());
        }
    }

    /// <summary>The largest group that <see cref="OpenAsync"/> can take.</summary>
    public int LargestGroup => _loops.Min(loop => loop.Slots.Count);

    /// <summary>Rows of all workers.</summary>
    public int Rows => _loops.Sum(loop => loop.Slots.Count);

    /// <summary>How tokens are drawn.</summary>
    public TokenSampling Sampling { get; }

    /// <summary>Tokens drawn so far.</summary>
    public long TokensDecoded => _loops.Sum(loop => loop.TokensDecoded);

    /// <summary>Opens a group of <paramref name="size"/> particles; waits until a worker has rows for it, in the order of the calls.</summary>
    /// <param name="address">Where the group's random numbers lie.</param>
    /// <param name="prompt">Token ids of the prompt; at least one.</param>
    /// <param name="size">Particles of the group.</param>
    /// <param name="options">Pauses, token limit and twist of the group.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="ArgumentException">
    /// The group has no particle or more than <see cref="LargestGroup"/>, or the prompt is empty, too long or
    /// not of the model's tokens.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The engine has been disposed, before or while the call waited.</exception>
    public async Task<DecodingGroup> OpenAsync(
        GroupAddress address, IReadOnlyList<int> prompt, int size, GroupOptions options, CancellationToken ct = default)
    {
        if (size < 1 || size > LargestGroup)
        {
            throw new ArgumentException($"A group of {size} particles; expected 1 to {LargestGroup}, the rows of one worker.", nameof(size));
        }
        if (prompt.Count == 0 || prompt.Count + options.MaxNewTokens > _maxContext)
        {
            throw new ArgumentException(
                $"Problem {address.Problem}: the prompt has {prompt.Count} tokens and a solution may take {options.MaxNewTokens}; "
                + $"expected a prompt of at least one token and at most {_maxContext} together.", nameof(prompt));
        }
        if (prompt.Any(id => id < 0 || id >= _vocabulary))
        {
            throw new ArgumentException(
                $"Problem {address.Problem}: the prompt holds token {prompt.First(id => id < 0 || id >= _vocabulary)}; "
                + $"the model's run from 0 to {_vocabulary - 1}.", nameof(prompt));
        }
        (EngineLoop loop, IReadOnlyList<Slot> slots) = await ReserveAsync(size, ct).ConfigureAwait(false);
        return new DecodingGroup(loop, address, prompt, options, slots);
    }

    /// <summary>Runs work of the caller's own on a worker's thread between two token steps: it shares the cores instead of fighting for them.</summary>
    public Task<TAnswer> RunAsync<TAnswer>(Func<TAnswer> work, int worker = 0, CancellationToken ct = default)
    {
        var request = new WorkRequest<TAnswer>(work, ct);
        _loops[worker % _loops.Length].Ask(request);
        return request.Answer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }
            _disposed = true;
            foreach (Waiter waiter in _waiting)
            {
                waiter.Refuse();
            }
            _waiting.Clear();
        }
        foreach (EngineLoop loop in _loops)
        {
            loop.Dispose();
        }
    }

    internal void Free(EngineLoop loop, IReadOnlyList<Slot> slots)
    {
        lock (_gate)
        {
            foreach (Slot slot in slots)
            {
                _free[loop].Push(slot);
            }

            // First come, first served: a large group is not starved by small ones behind it.
            while (_waiting.First is { } node && TryReserve(node.Value.Size) is { } reserved)
            {
                _waiting.RemoveFirst();
                node.Value.Serve(reserved);
            }
        }
    }

    private async Task<(EngineLoop Loop, IReadOnlyList<Slot> Slots)> ReserveAsync(int size, CancellationToken ct)
    {
        Waiter waiter;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_waiting.Count == 0 && TryReserve(size) is { } reserved)
            {
                return reserved;
            }
            waiter = new Waiter(size);
            _waiting.AddLast(waiter);
        }
        await using CancellationTokenRegistration registration = ct.Register(() =>
        {
            lock (_gate)
            {
                _waiting.Remove(waiter);
            }
            waiter.Cancel(ct);
        });
        return await waiter.Served.ConfigureAwait(false);
    }

    private (EngineLoop Loop, IReadOnlyList<Slot> Slots)? TryReserve(int size)
    {
        EngineLoop loop = _loops.MaxBy(loop => _free[loop].Count)!;
        Stack<Slot> free = _free[loop];
        return free.Count < size ? null : (loop, [.. Enumerable.Range(0, size).Select(_ => free.Pop())]);
    }

    private static int DefaultWorkers(Generator generator)
    {
        bool small = generator.Backbone.Device.type == TorchSharp.DeviceType.CPU && generator.Parameters.Sum(weight => weight.numel()) <= SmallModel;
        return small ? Math.Min(4, Environment.ProcessorCount) : 1;
    }

    private sealed class Waiter(int size)
    {
        private readonly TaskCompletionSource<(EngineLoop, IReadOnlyList<Slot>)> _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Size { get; } = size;

        public Task<(EngineLoop Loop, IReadOnlyList<Slot> Slots)> Served => _served.Task;

        public void Serve((EngineLoop Loop, IReadOnlyList<Slot> Slots) reserved) => _served.TrySetResult(reserved);

        public void Refuse() => _served.TrySetException(new ObjectDisposedException(nameof(DecodingEngine)));

        public void Cancel(CancellationToken ct) => _served.TrySetCanceled(ct);
    }
}
