using System.CommandLine;

namespace Tsmc.Cli.Flags;

/// <summary>Makes flags. A default comes from an options record of the library, so that --help and the library never disagree.</summary>
internal static class Flag
{
    public static Option<T> Required<T>(string name, string description) => new(name) { Description = description, Required = true };

    public static Option<T?> Optional<T>(string name, string description) => new(name) { Description = description };

    public static Option<T> Of<T>(string name, T standard, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
    };

    /// <summary>A flag that takes one of several words.</summary>
    public static Option<string> Word(string name, string standard, IReadOnlyList<string> words, string description)
    {
        Option<string> flag = Of(name, standard, description);
        flag.CompletionSources.Add([.. words]);
        flag.Validators.Add(given =>
        {
            if (given.Tokens.Select(token => token.Value).FirstOrDefault(word => !words.Contains(word)) is { } unknown)
            {
                given.AddError($"{name} is \"{unknown}\"; expected {string.Join(", ", words.SkipLast(1))} or {words[^1]}.");
            }
        });
        return flag;
    }
}
