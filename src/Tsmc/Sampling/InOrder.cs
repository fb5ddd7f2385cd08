using System.Runtime.CompilerServices;

namespace Tsmc.Sampling;

/// <summary>Many jobs at once, results in the order of the jobs: what is written to a file does not depend on which job was faster.</summary>
public static class InOrder
{
    /// <summary>Runs jobs, at most <paramref name="inFlight"/> of them begun and not yet handed out.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; jobs begun are cancelled too.</exception>
    public static async IAsyncEnumerable<TResult> RunAsync<TJob, TResult>(
        IEnumerable<TJob> jobs, Func<TJob, CancellationToken, Task<TResult>> run, int inFlight, [EnumeratorCancellation] CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFlight, 1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var begun = new Queue<Task<TResult>>();
        try
        {
            foreach (TJob job in jobs)
            {
                ct.ThrowIfCancellationRequested();
                begun.Enqueue(run(job, stop.Token));
                if (begun.Count == inFlight)
                {
                    yield return await begun.Dequeue().ConfigureAwait(false);
                }
            }
            while (begun.Count > 0)
            {
                yield return await begun.Dequeue().ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(begun).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }
    }
}
