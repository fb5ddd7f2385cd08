namespace Tsmc.Cli;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Something went wrong that is not the input's fault.</summary>
    public const int Failure = 1;

    /// <summary>The input is wrong, or the machine lacks what the library needs.</summary>
    public const int BadInput = 2;

    /// <summary>Stopped by Ctrl+C: 128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}
