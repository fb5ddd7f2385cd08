using System.CommandLine;

namespace Tsmc.Cli.Verbs;

/// <summary>One verb of the tool: it declares its flags and calls the library.</summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string description, params IEnumerable<string> examples)
        : base(name, description)
    {
        Examples = [.. examples];
        SetAction((parsed, ct) => RunAsync(new Session(parsed), ct));
    }

    /// <summary>Command lines to learn from, shown by --help.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>After a stop: how to go on.</summary>
    public virtual string GoOn => "Nothing was written; run it again.";

    /// <summary>Does the verb's work and returns the exit code.</summary>
    protected abstract Task<int> RunAsync(Session session, CancellationToken ct);

    protected void AddAll(params IEnumerable<Option> flags)
    {
        foreach (Option flag in flags)
        {
            Add(flag);
        }
    }
}
