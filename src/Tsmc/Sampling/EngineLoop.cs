using System.Collections.Concurrent;
using Tsmc.Models;
using Tsmc.Smc;
using Tsmc.Tokenization;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Sampling;

/// <summary>
/// One decoding loop with its own thread and caches. It takes requests, decodes one token for every row at work, and weighs particles
/// when enough wait. Groups do not wait for one another: each goes on as soon as its own particles have paused and been weighed.
/// </summary>
internal sealed class EngineLoop : IDisposable
{
    private readonly BlockingCollection<EngineRequest> _requests = [];
    private readonly List<Slot> _working = [];
    private readonly List<ScoreRequest> _unscored = [];
    private readonly DecodingEngine _engine;
    private readonly GeneratorRows _generator;
    private readonly ValueRows? _values;
    private readonly StepEnds _stepEnds;
    private readonly TokenSampling _sampling;
    private readonly IReadOnlySet<int> _ends;
    private readonly int _vocabulary;
    private readonly int _rows;
    private readonly Thread _thread;

    public EngineLoop(
        DecodingEngine engine, Generator generator, ValueModel? values, Tokenizer tokenizer, TokenSampling sampling,
        int rows, int prompts, int positions, int threads)
    {
        _engine = engine;
        Slots = [.. Enumerable.Range(0, rows).Select(number => new Slot(number))];
        _generator = new GeneratorRows(generator, Slots, prompts, positions);
        _values = values is null ? null : new ValueRows(values, rows, prompts, positions);
        _stepEnds = new StepEnds(tokenizer);
        _sampling = sampling;
        _ends = tokenizer.EndIds;
        // Models pad their vocabulary to a round number; what the tokenizer cannot write is never drawn.
        _vocabulary = Math.Min(tokenizer.VocabularySize, generator.Config.VocabularySize);
        _rows = rows;
        _thread = new Thread(() => Run(threads)) { IsBackground = true, Name = "decoding loop" };
        _thread.Start();
    }

    public IReadOnlyList<Slot> Slots { get; }

    /// <summary>Tokens drawn so far.</summary>
    public long TokensDecoded { get; private set; }

    /// <summary>Hands a request over; it is answered later.</summary>
    public void Ask(EngineRequest request)
    {
        try
        {
            _requests.Add(request);
        }
        catch (InvalidOperationException)
        {
            request.Fail(new ObjectDisposedException(nameof(DecodingEngine)));
        }
    }

    /// <summary>Gives every running particle of a request a slot that holds what was cached for it, and sets the slots to work.</summary>
    public void Place(ExtendRequest request)
    {
        DecodingGroup group = request.Group;
        if (group.Slots.Any(slot => slot.Request is not null))
        {
            throw new InvalidOperationException("The group is still being extended; await the answer before asking for more.");
        }
        var placed = new Dictionary<int, Slot>();
        var taken = new HashSet<Slot>();
        int[] running = [.. Enumerable.Range(0, request.Particles.Count).Where(i => request.Particles[i].Status == ParticleStatus.Running)];

        // The first offspring of a particle goes on in its slot.
        foreach (int i in running)
        {
            if (group.Slots.FirstOrDefault(slot => slot.Holder == request.Particles[i] && !taken.Contains(slot)) is { } slot)
            {
                placed[i] = slot;
                taken.Add(slot);
            }
        }

        // The others get a slot that no particle needs, and a copy of what their siblings share.
        var free = new Queue<Slot>(group.Slots.Where(slot => !taken.Contains(slot)));
        var copies = new List<(Slot Source, Slot Target)>();
        var atStart = new List<Slot>();
        foreach (int i in running.Where(i => !placed.ContainsKey(i)))
        {
            TextParticle particle = request.Particles[i];
            Slot slot = placed[i] = free.Dequeue();
            if (group.Slots.FirstOrDefault(other => other.Holder == particle) is { } source)
            {
                copies.Add((source, slot));
                slot.ValueHolder = source.ValueHolder;
            }
            else if (particle == group.Origin)
            {
                atStart.Add(slot);
                slot.ValueHolder = particle;
            }
            else
            {
                int[] tokens = [.. group.Prompt, .. particle.Tokens()];
                _generator.Restore(tokens.SkipLast(1), slot);
                slot.ValueHolder = null;
            }
        }
        CopyCaches(group, request.Particles, copies, atStart);
        foreach ((int i, Slot slot) in placed)
        {
            Set(slot, request, i);
        }
    }

    /// <summary>Keeps a score request until enough particles wait to be weighed together.</summary>
    public void AwaitScore(ScoreRequest request)
    {
        if (_values is null)
        {
            throw new InvalidOperationException("The engine was opened without a value model; it cannot weigh particles.");
        }
        _unscored.Add(request);
    }

    /// <summary>Frees the slots of a group that has ended.</summary>
    public void Release(DecodingGroup group)
    {
        foreach (Slot slot in group.Slots)
        {
            if (slot.Request is { } unanswered)
            {
                Abandon(unanswered, new ObjectDisposedException(nameof(DecodingGroup)));
            }
            (slot.Holder, slot.ValueHolder) = (null, null);
            (slot.PendingToken, slot.Position) = (0, 0);
        }
        _engine.Free(this, group.Slots);
    }

    private void CopyCaches(
        DecodingGroup group, IReadOnlyList<TextParticle> particles, List<(Slot Source, Slot Target)> copies, List<Slot> atStart)
    {
        if (copies.Count > 0)
        {
            int length = group.Prompt.Count + particles.Max(particle => particle.Length);
            _generator.Copy(copies, length);
            _values?.Copy(copies, length);
        }
        if (atStart.Count > 0)
        {
            _generator.CopyPrompt(group.Prompt, atStart);
            _values?.CopyPrompt(group.Prompt, atStart);
        }
    }

    private void Set(Slot slot, ExtendRequest request, int index)
    {
        TextParticle particle = request.Particles[index];
        IReadOnlyList<int> prompt = request.Group.Prompt;
        slot.Holder = null;
        slot.Request = request;
        slot.Index = index;
        slot.PendingToken = particle.NewTokens.Count > 0 ? particle.NewTokens[^1] : prompt[^1];
        slot.Position = prompt.Count + particle.Length - 1;
        slot.Written = [];
        slot.StepEnds = particle.StepEnds;
        _working.Add(slot);
    }

    private void Rest(Slot slot)
    {
        if (slot.Request is not null)
        {
            slot.Request = null;
            _working.Remove(slot);
        }
    }

    private void Run(int threads)
    {
        set_num_threads(threads);
        using var frozen = no_grad();
        while (!_requests.IsCompleted)
        {
            bool idle = _working.Count == 0 && _unscored.Count == 0;
            while (_requests.TryTake(out EngineRequest? request, idle ? Timeout.Infinite : 0))
            {
                Begin(request);
                idle = false;
            }
            if (_unscored.Count > 0 && (_working.Count == 0 || _unscored.Sum(waiting => waiting.Unscored.Count) >= _rows / 8))
            {
                Weigh();
            }
            else if (_working.Count > 0)
            {
                DecodeOneToken();
            }
        }
        AbandonAll(new ObjectDisposedException(nameof(DecodingEngine)));
        _generator.Dispose();
        _values?.Dispose();
    }

    private void Begin(EngineRequest request)
    {
        try
        {
            request.Cancellation.ThrowIfCancellationRequested();
            request.Begin(this);
        }
        catch (Exception error)
        {
            request.Fail(error);
        }
    }

    private void DecodeOneToken()
    {
        foreach (ExtendRequest cancelled in _working.Select(slot => slot.Request!).Distinct().Where(r => r.Cancellation.IsCancellationRequested).ToList())
        {
            Abandon(cancelled, new OperationCanceledException(cancelled.Cancellation));
        }
        if (_working.Count == 0)
        {
            return;
        }
        long[] drawn;
        try
        {
            _generator.Pack(_working);
            drawn = _generator.DecodeOneToken(_working, _vocabulary, _sampling);
        }
        catch (Exception error)
        {
            AbandonAll(error);
            return;
        }
        TokensDecoded += _working.Count;
        foreach (Slot slot in _working.ToArray())
        {
            if (slot.Request is { } request)
            {
                Write(slot, request, drawn[slot.Row]);
            }
        }
    }

    private void Write(Slot slot, ExtendRequest request, long token)
    {
        TextParticle particle = request.Particles[slot.Index];
        if (token == TokenChooser.NotANumber)
        {
            GroupAddress at = request.Group.Address;
            Abandon(request, new InvalidDataException(
                $"Problem {at.Problem}, group {at.Group}, particle {at.FirstParticle + slot.Index}, token {particle.Length + slot.Written.Count}: "
                + "the generator's logits are not numbers; expected finite weights."));
            return;
        }
        slot.Written.Add((int)token);
        slot.PendingToken = (int)token;
        slot.Position++;
        int length = particle.Length + slot.Written.Count;
        bool stepEnded = _stepEnds.Advance(ref slot.StepEnds, (int)token);
        bool finished = _ends.Contains((int)token);
        bool truncated = !finished && length >= request.Group.Options.MaxNewTokens;
        bool paused = stepEnded && !request.ToEnd && length > request.Group.Options.Warmup;
        if (finished || truncated || paused)
        {
            ParticleStatus status = finished ? ParticleStatus.Finished : truncated ? ParticleStatus.Truncated : ParticleStatus.Running;
            slot.Holder = particle.Extend(slot.Written, status, slot.StepEnds);
            Rest(slot);
            request.Paused(slot.Index, slot.Holder);
        }
    }

    private void Abandon(ExtendRequest request, Exception error)
    {
        foreach (Slot slot in _working.Where(slot => slot.Request == request).ToList())
        {
            Rest(slot);
        }
        request.Fail(error);
    }

    private void AbandonAll(Exception error)
    {
        foreach (ExtendRequest request in _working.Select(slot => slot.Request!).Distinct().ToList())
        {
            Abandon(request, error);
        }
        foreach (ScoreRequest request in _unscored)
        {
            request.Fail(error);
        }
        _unscored.Clear();
    }

    private void Weigh()
    {
        ScoreRequest[] waiting = [.. _unscored];
        _unscored.Clear();
        try
        {
            var holders = new Dictionary<TextParticle, Slot>(ReferenceEqualityComparer.Instance);
            foreach (Slot slot in waiting.Select(request => request.Group).Distinct().SelectMany(group => group.Slots))
            {
                if (slot.Holder is { } holder)
                {
                    holders[holder] = slot;
                }
            }
            _values!.Score([.. waiting.SelectMany(request => request.Unscored.Select(
                particle => (request.Group, particle, holders.GetValueOrDefault(particle))))]);
        }
        catch (Exception error)
        {
            foreach (ScoreRequest request in waiting)
            {
                request.Fail(error);
            }
            return;
        }
        foreach (ScoreRequest request in waiting)
        {
            request.Scored();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _requests.CompleteAdding();
        _thread.Join();
        _requests.Dispose();
    }
}
