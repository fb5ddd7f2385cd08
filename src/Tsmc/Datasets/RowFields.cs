using System.Text.Json;

namespace Tsmc.Datasets;

/// <summary>Reads the fields of a row and says in one sentence what is wrong with one.</summary>
internal static class RowFields
{
    /// <summary>A text that must be there and not be empty.</summary>
    /// <exception cref="InvalidDataException">It is missing, empty, not text, or holds half a surrogate pair.</exception>
    public static string Text(this JsonElement row, string field) =>
        row.OptionalText(field) is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new InvalidDataException($"{field} is missing or empty; expected text.");

    /// <summary>A text, or null when it is missing or null.</summary>
    /// <exception cref="InvalidDataException">It is not text, or holds half a surrogate pair.</exception>
    public static string? OptionalText(this JsonElement row, string field) => row.Find(field) is { } value ? value.AsText(field) : null;

    /// <summary>The value as text.</summary>
    /// <exception cref="InvalidDataException">It is not text, or holds half a surrogate pair.</exception>
    public static string AsText(this JsonElement value, string field)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw new InvalidDataException($"{field} is {Name(value.ValueKind)}; expected text.");
        }
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException($"{field} holds half of a surrogate pair; expected text.", error);
        }
    }

    /// <summary>A number as its digits or a text, such as an answer; it must be there.</summary>
    /// <exception cref="InvalidDataException">It is missing, empty, or something else.</exception>
    public static string NumberOrText(this JsonElement row, string field) =>
        row.Find(field) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : row.Text(field);

    /// <summary>A truth value that must be there.</summary>
    /// <exception cref="InvalidDataException">It is missing or something else.</exception>
    public static bool Truth(this JsonElement row, string field) => row.Find(field) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw new InvalidDataException($"{field} is {Name(other.ValueKind)}; expected true or false."),
        null => throw new InvalidDataException($"{field} is missing; expected true or false."),
    };

    /// <summary>A whole number, or null when it is missing or null.</summary>
    /// <exception cref="InvalidDataException">It is something else, or does not fit 32 bits.</exception>
    public static int? OptionalInteger(this JsonElement row, string field)
    {
        if (row.Find(field) is not { } value)
        {
            return null;
        }
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
            ? number
            : throw new InvalidDataException($"{field} is {Name(value.ValueKind)} {value.GetRawText()[..Math.Min(20, value.GetRawText().Length)]}; expected a whole number.");
    }

    /// <summary>An object that must be there.</summary>
    /// <exception cref="InvalidDataException">It is missing or something else.</exception>
    public static JsonElement Object(this JsonElement row, string field) => row.Of(field, JsonValueKind.Object, "an object");

    /// <summary>The items of an array that must be there.</summary>
    /// <exception cref="InvalidDataException">It is missing or something else.</exception>
    public static JsonElement.ArrayEnumerator Array(this JsonElement row, string field) =>
        row.Of(field, JsonValueKind.Array, "an array").EnumerateArray();

    /// <summary>The value of a field; null when it is missing or null.</summary>
    /// <exception cref="InvalidDataException">The row is no object, or a field's name is no text.</exception>
    public static JsonElement? Find(this JsonElement row, string field)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"{Name(row.ValueKind)} stands where an object with {field} was expected.");
        }
        try
        {
            return row.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException("the name of a field holds half of a surrogate pair; expected text.", error);
        }
    }

    /// <summary>What a reader of a message calls a kind of value.</summary>
    public static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.Null => "null",
        _ => "a truth value",
    };

    private static JsonElement Of(this JsonElement row, string field, JsonValueKind kind, string expected) => row.Find(field) switch
    {
        { } value when value.ValueKind == kind => value,
        { } other => throw new InvalidDataException($"{field} is {Name(other.ValueKind)}; expected {expected}."),
        null => throw new InvalidDataException($"{field} is missing; expected {expected}."),
    };
}
