using Tsmc.Grading;
using Tsmc.Records;
using Tsmc.Tokenization;

namespace Tsmc.Cli.Runs;

/// <summary>The run record that <c>tsmc sample</c> writes beside its solutions.</summary>
/// <param name="Path">The JSON Lines file.</param>
/// <param name="Header">Models and options.</param>
/// <param name="Problems">Only the first this many problems are recorded.</param>
internal sealed record RunRecordFile(string Path, RunHeader Header, int Problems)
{
    /// <summary>Begins the record, or goes on with it where a stopped run left some problems solved.</summary>
    public RunRecordWriter Open(Tokenizer tokenizer, int solved, IGrader grader) =>
        RunRecordWriter.Continue(Path, Header, Math.Min(solved, Problems), tokenizer, grader);
}
