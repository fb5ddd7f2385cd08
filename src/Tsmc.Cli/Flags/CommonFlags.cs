using System.CommandLine;

namespace Tsmc.Cli.Flags;

/// <summary>Flags of every verb.</summary>
internal static class CommonFlags
{
    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "After an error, show where in the program it happened.",
        Recursive = true,
    };

    public static Option<bool> Quiet { get; } = new("--quiet")
    {
        Description = "No progress and no remarks; errors and results only.",
        Recursive = true,
    };
}
