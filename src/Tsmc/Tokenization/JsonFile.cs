using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tsmc.Tokenization;

/// <summary>Reads fields of a JSON file so that every mistake becomes one sentence with the file and the field.</summary>
internal static class JsonFile
{
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
    public static string Text(string path, JsonElement parent, string name) => Field(path, parent, name, JsonValueKind.String).GetString()!;

    /// <summary>A field that is a truth value; false when it is not there or null.</summary>
    public static bool Flag(string path, JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out JsonElement value))
        {
            return false;
        }
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw new InvalidDataException($"{path}: field {name} must be true or false, found {value.ValueKind}."),
        };
    }

    /// <summary>A token id: a whole number from 0 on.</summary>
    public static int Id(string path, JsonElement value, string token) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int id) && id is >= 0 and < (1 << 24)
            ? id
            : throw new InvalidDataException($"{path}: the id of token '{token}' must be a whole number from 0 to {(1 << 24) - 1}, found {value.GetRawText()}.");
}
