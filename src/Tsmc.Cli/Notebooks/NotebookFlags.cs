using System.CommandLine;

namespace Tsmc.Cli.Notebooks;

/// <summary>What the verbs of <c>tsmc notebook</c> share.</summary>
internal static class NotebookFlags
{
    public static Argument<string[]> Files() => new("FILES")
    {
        Description = "Notebooks, or patterns such as notebooks/*.ipynb.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<string[]> Parameters() => new("--parameter", "-p")
    {
        Description = "name=value: sets a variable of the cell tagged \"parameters\"; may be given several times.",
        DefaultValueFactory = _ => [],
    };

    /// <exception cref="ArgumentException">One is not of the form name=value.</exception>
    public static IReadOnlyDictionary<string, string> Pairs(IEnumerable<string> given)
    {
        var pairs = new Dictionary<string, string>();
        foreach (string one in given)
        {
            int equals = one.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new ArgumentException($"--parameter is \"{one}\"; expected name=value.");
            }
            pairs[one[..equals].Trim()] = one[(equals + 1)..];
        }
        return pairs;
    }
}
