using System.Text.Json;
using System.Text.Unicode;

namespace Tsmc.Models.Files;

/// <summary>Parses JSON that somebody else wrote.</summary>
internal static class StrictJson
{
    // A name given twice would be read one way here and another way elsewhere.
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>A document without duplicate names, at most 16 levels deep, all of it UTF-8.</summary>
    /// <exception cref="JsonException">It is not.</exception>
    public static JsonDocument Parse(byte[] utf8) => Utf8.IsValid(utf8)
        ? JsonDocument.Parse(utf8, Options)
        : throw new JsonException("it is not UTF-8.");
}
