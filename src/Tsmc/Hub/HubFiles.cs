using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Tsmc.Hub;

/// <summary>Which files of a repository are fetched.</summary>
public sealed partial record HubFiles
{
    private static readonly string[] Companions =
    [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer.model", "tokenizer_config.json", "special_tokens_map.json",
        "added_tokens.json", "value_head.safetensors", "LICENSE", "LICENSE.txt", "LICENSE.md",
    ];

    /// <summary>Patterns with <c>*</c> and <c>?</c> of the files to fetch; none for what a model needs.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of files to leave out.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>The files to fetch, in order.</summary>
    /// <param name="all">All paths of the repository.</param>
    /// <remarks>
    /// Without patterns: configuration, tokenizer and one set of weights at the top. Of several sets the first is taken of
    /// <c>model.safetensors</c>, its shards with their index, <c>pytorch_model.bin</c>, its shards.
    /// </remarks>
    public IReadOnlyList<string> Choose(IReadOnlyList<string> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        IEnumerable<string> chosen = Include.Count > 0 ? all.Where(path => Matches(Include, path)) : Needed(all);
        return [.. chosen.Where(path => !Matches(Exclude, path)).Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Needed(IReadOnlyList<string> all)
    {
        Func<string, bool>[] weights =
        [
            path => path == "model.safetensors",
            path => path == "model.safetensors.index.json" || SafetensorsShard().IsMatch(path),
            path => path == "pytorch_model.bin",
            path => path == "pytorch_model.bin.index.json" || BinShard().IsMatch(path),
        ];
        IEnumerable<string> set = weights.Select(kind => all.Where(kind)).FirstOrDefault(files => files.Any()) ?? [];
        return all.Where(Companions.Contains).Concat(set);
    }

    private static bool Matches(IReadOnlyList<string> patterns, string path) =>
        patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false));

    [GeneratedRegex(@"^model-\d+-of-\d+\.safetensors\z")]
    private static partial Regex SafetensorsShard();

    [GeneratedRegex(@"^pytorch_model-\d+-of-\d+\.bin\z")]
    private static partial Regex BinShard();
}
