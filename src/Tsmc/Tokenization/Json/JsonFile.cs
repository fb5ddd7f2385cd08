using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tsmc.Tokenization.Json;

/// <summary>Reads fields of a JSON file so that every mistake becomes one sentence with the file and the field.</summary>
internal static class JsonFile
{
    // Several times the largest vocabulary there is; a wrong id must not make us allocate what it claims.
    private const int GreatestSize = 1 << 21;

    /// <summary>Indented, with readable characters: the files are meant to be looked at.</summary>
    public static JsonSerializerOptions Format { get; } = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Parses a file that must hold one JSON object.</summary>
    public static JsonDocument Parse(string path, byte[] content)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(content);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}, line {error.LineNumber + 1}: not valid JSON.", error);
        }
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            JsonValueKind found = document.RootElement.ValueKind;
            document.Dispose();
            throw new InvalidDataException($"{path}: expected a JSON object, found {found}.");
        }
        return document;
    }

    /// <summary>A field that must be there and of the given kind.</summary>
    public static JsonElement Field(string path, JsonElement parent, string name, JsonValueKind kind)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out JsonElement value) || value.ValueKind != kind)
        {
            throw new InvalidDataException($"{path}: field {name} is missing or not of kind {kind}.");
        }
        return value;
    }

    /// <summary>A field that must be a string.</summary>
    public static string Text(string path, JsonElement parent, string name) => String(path, Field(path, parent, name, JsonValueKind.String), name);

    /// <summary>A string element's text.</summary>
    public static string String(string path, JsonElement element, string name)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException($"{path}: {name} is not valid Unicode text.", error);
        }
    }

    /// <summary>A field that is a truth value; <paramref name="standard"/> when it is not there or null.</summary>
    public static bool Flag(string path, JsonElement parent, string name, bool standard = false)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out JsonElement value))
        {
            return standard;
        }
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Null => standard,
            _ => throw new InvalidDataException($"{path}: field {name} must be true or false, found {value.ValueKind}."),
        };
    }

    /// <summary>A field that may be missing or null.</summary>
    public static JsonElement? Optional(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A property's name.</summary>
    public static string Name(string path, JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException($"{path}: the name of a field is not valid Unicode text.", error);
        }
    }

    /// <summary>Whether a number may be a token's id.</summary>
    public static bool IsId(int id) => id is >= 0 and < GreatestSize;

    /// <summary>A token id: a whole number from 0 on.</summary>
    public static int Id(string path, JsonElement value, string token) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int id) && IsId(id)
            ? id
            : throw new InvalidDataException($"{path}: the id of token '{token}' must be a whole number from 0 to {GreatestSize - 1}, found {value.GetRawText()}.");
}
