using System.Text.Json;
using Tsmc.Tokenization.PreTokenizers;
using Tsmc.Tokenization.Unicode;

namespace Tsmc.Tokenization.Json;

/// <summary>Reads <c>pre_tokenizer</c> of a <c>tokenizer.json</c>.</summary>
internal sealed class PreTokenizerReader(string path)
{
    // GPT-2's pattern, which a ByteLevel pre-tokenizer applies itself when it says use_regex.
    private const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    // Runs of word characters and runs of what is neither word character nor white space.
    private static readonly CodePointPattern Words = CodePointPattern.OfRuns(
        LibraryClasses.RustWord, LibraryClasses.RustWord.Union(CodePointClasses.WhiteSpace).Complement());

    private bool _removes; // whether a part before drops text, so that the first piece need not be where the input begins

    /// <summary>Whether a part rewrites the text in the byte-level alphabet.</summary>
    public bool ByteLevel { get; private set; }

    /// <summary>Reads the field; without it a text is one piece.</summary>
    /// <exception cref="InvalidDataException">It is broken or asks for something not supported.</exception>
    public PreTokenizer Read(JsonElement root) =>
        JsonFile.Optional(root, "pre_tokenizer") is JsonElement part ? ReadPart(part) : (text, _) => [text];

    private PreTokenizer ReadPart(JsonElement part)
    {
        string type = JsonFile.Text(path, part, "type");
        return type switch
        {
            "Sequence" => Sequence([.. JsonFile.Field(path, part, "pretokenizers", JsonValueKind.Array).EnumerateArray().Select(ReadPart)]),
            "Split" => ReadSplit(part),
            "ByteLevel" => ReadByteLevel(part),
            "Metaspace" => ReadMetaspace(part),
            "Digits" => Cut(Class(LibraryClasses.Number),
                JsonFile.Flag(path, part, "individual_digits") ? SplitBehaviour.Isolated : SplitBehaviour.Contiguous),
            "Punctuation" => Cut(Class(LibraryClasses.Punctuation), Behaviour(part, SplitBehaviour.Isolated)),
            "WhitespaceSplit" => Cut(Class(CodePointClasses.WhiteSpace), SplitBehaviour.Removed),
            "Whitespace" => Cut(Words, SplitBehaviour.Removed, invert: true),
            "CharDelimiterSplit" => Cut(CodePointPattern.Literal(JsonFile.Text(path, part, "delimiter")), SplitBehaviour.Removed),
            _ => throw new InvalidDataException(
                $"{path}: pre_tokenizer {type} is not supported; expected Sequence, Split, ByteLevel, Metaspace, Digits, Punctuation or a white-space split."),
        };
    }

    private static PreTokenizer Sequence(PreTokenizer[] parts) => (text, first) =>
    {
        List<string> pieces = [text];
        foreach (PreTokenizer part in parts)
        {
            pieces = [.. pieces.Index().SelectMany(piece => part(piece.Item, first && piece.Index == 0)).Where(piece => piece.Length > 0)];
        }
        return pieces;
    };

    private PreTokenizer ReadSplit(JsonElement part)
    {
        JsonElement pattern = JsonFile.Field(path, part, "pattern", JsonValueKind.Object);
        CodePointPattern split = pattern.TryGetProperty("String", out _)
            ? CodePointPattern.Literal(JsonFile.Text(path, pattern, "String"))
            : Pattern(JsonFile.Text(path, pattern, "Regex"));
        return Cut(split, Behaviour(part, null), JsonFile.Flag(path, part, "invert"));
    }

    private PreTokenizer ReadByteLevel(JsonElement part)
    {
        ByteLevel = true;
        bool addPrefixSpace = JsonFile.Flag(path, part, "add_prefix_space", standard: true);
        CodePointPattern? pattern = JsonFile.Flag(path, part, "use_regex", standard: true) ? Pattern(Gpt2Pattern) : null;
        return (text, _) =>
        {
            string prefixed = addPrefixSpace && text is not ([] or [' ', ..]) ? " " + text : text;
            IEnumerable<string> pieces = pattern is null ? [prefixed] : Split.Cut(prefixed, pattern.Matches(prefixed), SplitBehaviour.Isolated, false);
            return pieces.Select(Tokenization.ByteLevel.Symbols);
        };
    }

    private PreTokenizer ReadMetaspace(JsonElement part)
    {
        Metaspace space = Metaspace.Read(path, part);
        if (space.Scheme == "first" && _removes)
        {
            throw new InvalidDataException($"{path}: pre_tokenizer Metaspace with prepend_scheme first is not supported behind a part that removes text; expected always or never.");
        }
        CodePointPattern pattern = CodePointPattern.Literal(space.Replacement);
        bool split = JsonFile.Flag(path, part, "split", standard: true);
        return (text, first) =>
        {
            string replaced = text.Replace(" ", space.Replacement, StringComparison.Ordinal);
            bool prepend = space.Scheme == "always" || (space.Scheme == "first" && first);
            if (prepend && !replaced.StartsWith(space.Replacement, StringComparison.Ordinal))
            {
                replaced = space.Replacement + replaced;
            }
            return split ? Split.Cut(replaced, pattern.Matches(replaced), SplitBehaviour.MergedWithNext, false) : [replaced];
        };
    }

    private PreTokenizer Cut(CodePointPattern pattern, SplitBehaviour behaviour, bool invert = false)
    {
        _removes |= behaviour == SplitBehaviour.Removed;
        return (text, _) => Split.Cut(text, pattern.Matches(text), behaviour, invert);
    }

    private SplitBehaviour Behaviour(JsonElement part, SplitBehaviour? standard)
    {
        if (standard is { } behaviour && !part.TryGetProperty("behavior", out _))
        {
            return behaviour;
        }
        string name = JsonFile.Text(path, part, "behavior");
        return Enum.TryParse(name, out SplitBehaviour named) && Enum.GetNames<SplitBehaviour>().Contains(name)
            ? named
            : throw new InvalidDataException(
                $"{path}: pre_tokenizer behavior {name} is not supported; expected {string.Join(", ", Enum.GetNames<SplitBehaviour>())}.");
    }

    private static CodePointPattern Class(CodePointSet set) => CodePointPattern.OfClass(set);

    private CodePointPattern Pattern(string pattern)
    {
        try
        {
            return CodePointPattern.Parse(pattern);
        }
        catch (FormatException error)
        {
            throw new InvalidDataException($"{path}: the pattern '{pattern}' of a pre_tokenizer cannot be read: {error.Message}.", error);
        }
    }
}
