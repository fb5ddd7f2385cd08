using System.CommandLine;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Hub;

namespace Tsmc.Cli;

/// <summary>One run of a verb: the flags given, and where it speaks to.</summary>
internal sealed class Session(ParseResult parsed)
{
    /// <summary>Where results go.</summary>
    public TextWriter Output => parsed.InvocationConfiguration.Output;

    /// <summary>The value of a flag, or its default.</summary>
    public T? Get<T>(Option<T> flag) => parsed.GetValue(flag);

    /// <summary>The value of a flag that is required or has a default.</summary>
    public T Require<T>(Option<T> flag) => parsed.GetRequiredValue(flag);

    /// <summary>The value of an argument.</summary>
    public T Require<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    /// <summary>The place of a model that a flag names by path, or by its name on the Hub once it is downloaded.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public string Model(Option<string> flag) => Located(Require(flag));

    /// <summary>The same for a flag that may be left out; null then.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public string? OptionalModel(Option<string?> flag) => Get(flag) is { } model ? Located(model) : null;

    // A path needs nothing of the Hub's settings, and a wrong one among them must not stand in its way.
    private static string Located(string model) =>
        Path.Exists(model) ? model : HubCache.Locate(model, HubOptions.FromEnvironment(Environment.GetEnvironmentVariable));

    /// <summary>A remark for people; --quiet keeps it back.</summary>
    public void Remark(string line)
    {
        if (!parsed.GetValue(CommonFlags.Quiet))
        {
            Error.WriteLine(line);
        }
    }

    /// <summary>Does work while showing how far it is; --quiet shows nothing.</summary>
    public Task<T> WithProgressAsync<T>(Func<IProgress<StageProgress>, Task<T>> work)
    {
        if (parsed.GetValue(CommonFlags.Quiet))
        {
            return work(new Relay<StageProgress>(_ => { }));
        }
        bool terminal = ReferenceEquals(Error, Console.Error) && !Console.IsErrorRedirected;
        return terminal ? ProgressBars.RunAsync(Error, work) : work(new ProgressLines(Error));
    }

    /// <summary>A table of results: drawn for a terminal, else plain text in columns.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        bool terminal = ReferenceEquals(Output, Console.Out) && !Console.IsOutputRedirected;
        TextTable.Write(Output, terminal, columns, [.. rows]);
    }

    private TextWriter Error => parsed.InvocationConfiguration.Error;
}
