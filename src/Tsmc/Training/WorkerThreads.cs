using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Tsmc.Training;

/// <summary>
/// A fixed team of threads that each compute by themselves: worker 0 is the caller, the others wait between calls. While the team
/// exists libtorch uses one thread per call, which for small models is faster than two that share each operation.
/// </summary>
internal sealed class WorkerThreads : IDisposable
{
    private readonly Barrier _barrier;
    private readonly Thread[] _threads;
    private readonly Exception?[] _errors;
    private readonly int _threadsBefore;
    private Action? _work;

    public WorkerThreads(int workers)
    {
        _threadsBefore = get_num_threads();
        set_num_threads(1);
        _barrier = new Barrier(workers);
        _errors = new Exception?[workers];
        _threads = [.. Enumerable.Range(1, workers - 1).Select(worker => new Thread(() => Serve(worker)) { IsBackground = true })];
        foreach (Thread thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Calls <paramref name="work"/> on every thread, at the same time, and returns when all are done.</summary>
    public void Run(Action work)
    {
        _work = work;
        _barrier.SignalAndWait();
        Attempt(0);
        _barrier.SignalAndWait();
        if (_errors.FirstOrDefault(error => error is not null) is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    public void Dispose()
    {
        _work = null;
        _barrier.SignalAndWait();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
        _barrier.Dispose();
        set_num_threads(_threadsBefore);
    }

    private void Serve(int worker)
    {
        _barrier.SignalAndWait();
        while (_work is not null)
        {
            Attempt(worker);
            _barrier.SignalAndWait();
            _barrier.SignalAndWait();
        }
    }

    private void Attempt(int worker)
    {
        try
        {
            _errors[worker] = null;
            _work!();
        }
        catch (Exception error)
        {
            _errors[worker] = error;
        }
    }
}
