namespace Tsmc.Sampling;

/// <summary>Something a task asks of an <see cref="EngineLoop"/>; it is carried out on the loop's thread.</summary>
internal abstract class EngineRequest(CancellationToken ct)
{
    /// <summary>Cancelled when nobody waits for the answer any more.</summary>
    public CancellationToken Cancellation { get; } = ct;

    /// <summary>Carries the request out, or begins to.</summary>
    public abstract void Begin(EngineLoop loop);

    /// <summary>Gives up.</summary>
    public abstract void Fail(Exception error);
}

/// <summary>A request with an answer.</summary>
internal abstract class EngineRequest<TAnswer>(CancellationToken ct) : EngineRequest(ct)
{
    private readonly TaskCompletionSource<TAnswer> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer to come.</summary>
    public Task<TAnswer> Answer => _completion.Task;

    /// <inheritdoc/>
    public override void Fail(Exception error)
    {
        if (error is OperationCanceledException)
        {
            _completion.TrySetCanceled(Cancellation);
        }
        else
        {
            _completion.TrySetException(error);
        }
    }

    /// <summary>Gives the answer.</summary>
    protected void Complete(TAnswer answer) => _completion.TrySetResult(answer);
}

/// <summary>Work of the caller's own, between two token steps.</summary>
internal sealed class WorkRequest<TAnswer>(Func<TAnswer> work, CancellationToken ct) : EngineRequest<TAnswer>(ct)
{
    /// <inheritdoc/>
    public override void Begin(EngineLoop loop) => Complete(work());
}

/// <summary>The end of a group: its slots are free again.</summary>
internal sealed class ReleaseRequest(DecodingGroup group) : EngineRequest(CancellationToken.None)
{
    /// <inheritdoc/>
    public override void Begin(EngineLoop loop) => loop.Release(group);

    /// <inheritdoc/>
    public override void Fail(Exception error)
    {
    }
}
