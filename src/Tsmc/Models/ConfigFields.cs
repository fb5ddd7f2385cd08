using System.Text.Json;

namespace Tsmc.Models;

/// <summary>Typed access to the fields of a <c>config.json</c>; what is wrong is said with file, field and what was expected.</summary>
internal sealed class ConfigFields
{
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

    public int Whole(string name, int? fallback = null)
    {
        if (Find(name) is not { } value)
        {
            return fallback ?? throw Refuse(name, "missing", "a whole number");
        }
        // Newer files list several end-of-sequence ids; the first is the model's own.
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)
        {
            value = value[0];
        }
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
            ? number
            : throw Refuse(name, value.GetRawText(), "a whole number");
    }

    public double Number(string name, double fallback) => Find(name) is not { } value
        ? fallback
        : value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble())
            ? value.GetDouble()
            : throw Refuse(name, value.GetRawText(), "a number");

    public bool Flag(string name, bool fallback) => Find(name) is not { } value
        ? fallback
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Refuse(name, value.GetRawText(), "true or false");

    /// <summary>A text field, or the only element of a list of texts.</summary>
    public string Text(string name, string fallback)
    {
        if (Find(name) is not { } value)
        {
            return fallback;
        }
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1)
        {
            value = value[0];
        }
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Refuse(name, value.GetRawText(), "a text");
    }

    /// <summary>Refuses a field that is there with another value: it would change the result and this model does not do it.</summary>
    public void Expect(string name, string expected)
    {
        if (Find(name) is { } value && value.ToString().ToLowerInvariant() is var found && found != expected)
        {
            throw Refuse(name, $"'{found}'", $"'{expected}'");
        }
    }

    /// <summary>Base and scaling of the rotary frequencies; newer files keep both in <c>rope_parameters</c>.</summary>
    public (double Theta, RotaryScaling? Scaling) Rotary(double fallback)
    {
        double theta = Number("rope_theta", fallback);
        string name = Find("rope_parameters") is null ? "rope_scaling" : "rope_parameters";
        if (Find(name) is not { } value)
        {
            return (theta, null);
        }
        var fields = new ConfigFields(value, $"{_path}, {name}");
        return (fields.Number("rope_theta", theta), Scaling(fields));
    }

    private static RotaryScaling? Scaling(ConfigFields fields)
    {
        string type = fields.Text("rope_type", fields.Text("type", "default"));
        return type switch
        {
            "default" => null,
            "llama3" => new RotaryScaling(fields.Number("factor", 8), fields.Number("low_freq_factor", 1),
                fields.Number("high_freq_factor", 4), fields.Whole("original_max_position_embeddings")),
            _ => throw fields.Refuse("rope_type", $"'{type}'", "default or llama3"),
        };
    }

    public InvalidDataException Refuse(string name, string found, string expected) =>
        new($"{_path}: field {name}: found {found}, expected {expected}.");

    private JsonElement? Find(string name) =>
        _root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
