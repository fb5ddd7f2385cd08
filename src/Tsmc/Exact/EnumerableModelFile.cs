using System.Text.Json;

namespace Tsmc.Exact;

/// <summary>Reads the JSON form of an <see cref="EnumerableModel"/>.</summary>
internal static class EnumerableModelFile
{
    internal static EnumerableModel Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file; expected a toy model in JSON.", path);
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllText(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new ArgumentException("expected one JSON object with V, T, p_next and phi.");
            }
            return new EnumerableModel(
                Whole(root, "V"), Whole(root, "T"),
                Table(root, "p_next", Row),
                Table(root, "phi", Number),
                root.TryGetProperty("value", out _) ? Table(root, "value", Number) : null);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: not valid JSON: {error.Message}", error);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    private static JsonElement Property(JsonElement root, string name, string expected) =>
        root.TryGetProperty(name, out JsonElement element)
            ? element
            : throw new ArgumentException($"{name} is missing; expected {expected}.");

    private static int Whole(JsonElement root, string name)
    {
        JsonElement element = Property(root, name, "a whole number");
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number)
            ? number
            : throw new ArgumentException($"{name} is {element.GetRawText()}; expected a whole number.");
    }

    private static Dictionary<string, TValue> Table<TValue>(JsonElement root, string name, Func<JsonElement, string, TValue> read)
    {
        JsonElement element = Property(root, name, "an object");
        return element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().ToDictionary(entry => entry.Name, entry => read(entry.Value, $"{name} of \"{entry.Name}\""))
            : throw new ArgumentException($"{name} is a JSON {element.ValueKind}; expected an object with one entry per token string.");
    }

    private static IReadOnlyList<double> Row(JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.Array
            ? [.. element.EnumerateArray().Select(entry => Number(entry, where))]
            : throw new ArgumentException($"{where} is a JSON {element.ValueKind}; expected an array of probabilities.");

    private static double Number(JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.Number
            ? element.GetDouble()
            : throw new ArgumentException($"{where} holds {element.GetRawText()}; expected a number.");
}
