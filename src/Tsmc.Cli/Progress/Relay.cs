namespace Tsmc.Cli.Progress;

/// <summary>
/// Hands a library's reports on, at once and in their order; <see cref="Progress{T}"/> would post them to other threads.
/// </summary>
internal sealed class Relay<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
