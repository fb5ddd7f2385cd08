using System.CommandLine;
using Tsmc.Sampling;

namespace Tsmc.Cli.Flags;

/// <summary>The flags of <see cref="EngineOptions"/>.</summary>
internal sealed class EngineFlags
{
    private static readonly EngineOptions Standard = new();

    private readonly Option<int> _rows = Flag.Of(
        "--rows", Standard.Rows, "Partial solutions decoded together; changes speed and memory, never a solution.");

    private readonly Option<int?> _workers = Flag.Optional<int?>(
        "--workers", "Decoding loops; without it one a core up to 4 for small models on the CPU, else 1.");

    private readonly Option<int> _prompts = Flag.Of(
        "--prompts", Standard.Prompts, "Prompts whose keys and values are kept, per worker.");

    public IEnumerable<Option> All => [_rows, _workers, _prompts];

    public EngineOptions Read(Session session) => new()
    {
        Rows = session.Get(_rows),
        Workers = session.Get(_workers),
        Prompts = session.Get(_prompts),
    };
}
