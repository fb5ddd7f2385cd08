using System.Text.Json;

namespace Tsmc.Tokenization.Json;

/// <summary>What a <c>Metaspace</c> pre-tokenizer or decoder says.</summary>
/// <param name="Replacement">What stands for a space, <c>▁</c> as a rule.</param>
/// <param name="Scheme">Where one is put before a text: <c>always</c>, <c>first</c> (where the input begins) or <c>never</c>.</param>
internal sealed record Metaspace(string Replacement, string Scheme)
{
    /// <summary>Reads a part.</summary>
    /// <exception cref="InvalidDataException">A field is broken.</exception>
    public static Metaspace Read(string path, JsonElement part)
    {
        // Files of before version 0.15 say add_prefix_space instead of the scheme.
        string scheme = part.TryGetProperty("prepend_scheme", out _)
            ? JsonFile.Text(path, part, "prepend_scheme")
            : JsonFile.Flag(path, part, "add_prefix_space", standard: true) ? "always" : "never";
        if (scheme is not ("always" or "first" or "never"))
        {
            throw new InvalidDataException($"{path}: prepend_scheme {scheme} is not supported; expected always, first or never.");
        }
        return new Metaspace(part.TryGetProperty("replacement", out _) ? JsonFile.Text(path, part, "replacement") : "\u2581", scheme);
    }
}
