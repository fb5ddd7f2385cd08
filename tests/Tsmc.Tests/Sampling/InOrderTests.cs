using System.Collections.Concurrent;
using Tsmc.Sampling;

namespace Tsmc.Tests.Sampling;

public sealed class InOrderTests
{
    [Fact]
    public async Task Results_come_in_the_order_of_the_jobs_with_a_bounded_number_begun()
    {
        int running = 0, most = 0;
        var results = new List<int>();
        await foreach (int result in InOrder.RunAsync(Enumerable.Range(0, 30), RunAsync, inFlight: 5))
        {
            results.Add(result);
        }
        Assert.Equal(Enumerable.Range(0, 30), results);
        Assert.InRange(most, 2, 5);

        async Task<int> RunAsync(int job, CancellationToken ct)
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(job % 3 * 2, ct);
            Interlocked.Decrement(ref running);
            return job;
        }
    }

    [Fact]
    public async Task A_job_that_fails_stops_those_behind_it()
    {
        var stopped = new ConcurrentBag<int>();
        var seen = new List<int>();
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (int result in InOrder.RunAsync(Enumerable.Range(0, 10), RunAsync, inFlight: 4))
            {
                seen.Add(result);
            }
        });
        Assert.Equal([0, 1], seen);
        Assert.NotEmpty(stopped);

        async Task<int> RunAsync(int job, CancellationToken ct)
        {
            await Task.Yield();
            if (job == 2)
            {
                throw new InvalidDataException("job 2");
            }
            try
            {
                await Task.Delay(job < 2 ? 1 : Timeout.Infinite, ct);
            }
            catch (OperationCanceledException)
            {
                stopped.Add(job);
                throw;
            }
            return job;
        }
    }
}
