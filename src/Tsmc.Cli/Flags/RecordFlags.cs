using System.CommandLine;
using Tsmc.Cli.Runs;
using Tsmc.Records;

namespace Tsmc.Cli.Flags;

/// <summary>The flags of the run record.</summary>
internal sealed class RecordFlags
{
    private readonly Option<string?> _record = Flag.Optional<string>(
        "--record", "JSON Lines file for the run record, which tsmc view shows: every particle at every step, 0.2 kB each beside its text.");

    private readonly Option<int> _recordProblems = Flag.Of("--record-problems", 20, "Record only the first this many problems.");

    public IEnumerable<Option> All => [_record, _recordProblems];

    /// <summary>The record asked for, or null.</summary>
    /// <exception cref="ArgumentException">The number of problems is below 1, or the record is the file of solutions.</exception>
    public RunRecordFile? Read(Session session, RunHeader header, string output)
    {
        int problems = session.Get(_recordProblems);
        if (problems < 1)
        {
            throw new ArgumentException($"record-problems is {problems}; expected at least 1.");
        }
        if (session.Get(_record) is not { } path)
        {
            return null;
        }
        return Path.GetFullPath(path) == Path.GetFullPath(output)
            ? throw new ArgumentException($"record and output both name {path}; expected two files.")
            : new RunRecordFile(path, header, problems);
    }
}
