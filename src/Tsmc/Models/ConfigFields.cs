using System.Text.Json;

namespace Tsmc.Models;

/// <summary>
/// Typed access to the fields of a <c>config.json</c>; what is wrong is said with file, field and what was expected. It remembers what was
/// read, so that what nobody asked for can be refused.
/// </summary>
internal sealed class ConfigFields
{
    private readonly HashSet<string> _read = [];
    private readonly JsonElement _root;
    private readonly string _path;

    public ConfigFields(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"{path}: expected a JSON object, found {root.ValueKind}.");
        }
        (_root, _path) = (root, path);
    }

    /// <summary>Whether the field is there, be it null.</summary>
    public bool Has(string name) => _root.TryGetProperty(name, out _);

    /// <summary>A whole number. What stands in for a field that is absent does not for one that is null.</summary>
    public int Whole(string name, int? absent = null)
    {
        if (Find(name) is not { } value)
        {
            return absent is { } number && !Has(name) ? number : throw Refuse(name, Nothing(name), "a whole number");
        }
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int found)
            ? found
            : throw Refuse(name, value, "a whole number");
    }

    /// <summary>A whole number, or null where the field says so.</summary>
    public int? OptionalWhole(string name, int? absent = null) => Find(name) is not null ? Whole(name) : Has(name) ? null : absent;

    /// <summary>One token id or a list of them; none where the field is null.</summary>
    public TokenIds Ids(string name, TokenIds absent) => Find(name) switch
    {
        null => Has(name) ? [] : absent,
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(id => Id(name, id))],
        { } one => [Id(name, one)],
    };

    private int Id(string name, JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int id) && id >= 0
        ? id
        : throw Refuse(name, value, "token ids");

    /// <inheritdoc cref="Whole" path="/summary"/>
    public double Number(string name, double? absent) => Find(name) is not { } value
        ? absent is { } number && !Has(name) ? number : throw Refuse(name, Nothing(name), "a number")
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double found) && double.IsFinite(found)
            ? found
            : throw Refuse(name, value, "a number");

    /// <summary>A number, or null where the field says so.</summary>
    public double? OptionalNumber(string name, double? absent) => Find(name) is not null ? Number(name, null) : Has(name) ? null : absent;

    public bool Flag(string name, bool fallback) => Find(name) is not { } value
        ? fallback
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Refuse(name, value, "true or false");

    /// <summary>A text field, or the only element of a list of texts; null when it is not there.</summary>
    public string? Text(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1)
        {
            value = value[0];
        }
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Refuse(name, value, "a text");
    }

    /// <summary>A list of texts, or null when it is not there.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }
        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(text => text.GetString()!)]
            : throw Refuse(name, value, "a list of texts");
    }

    /// <summary>A field that holds fields of its own, or null when it is not there.</summary>
    public ConfigFields? Inner(string name) => Find(name) is { } value ? new ConfigFields(value, $"{_path}, {name}") : null;

    /// <summary>Refuses every field that was not read, unless it is known to change nothing or says that something is not there.</summary>
    public void RefuseTheRest()
    {
        foreach (JsonProperty field in _root.EnumerateObject())
        {
            if (!_read.Contains(field.Name) && !HarmlessFields.Contains(field.Name, field.Value))
            {
                throw Refuse(field.Name, field.Value, "no such field: this model does not do it; delete the field if it changes no logit");
            }
        }
    }

    public InvalidDataException Refuse(string name, string expected) => Refuse(name, _root.GetProperty(name), expected);

    public InvalidDataException Refuse(string name, JsonElement found, string expected)
    {
        string text = found.GetRawText();
        return Refuse(name, text.Length > 60 ? text[..60] + "..." : text, expected);
    }

    public InvalidDataException Refuse(string name, string found, string expected) =>
        new($"{_path}: field {name}: found {found}, expected {expected}.");

    private string Nothing(string name) => Has(name) ? "null" : "missing";

    private JsonElement? Find(string name)
    {
        _read.Add(name);
        return _root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
