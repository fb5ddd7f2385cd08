using System.Globalization;
using System.Text.RegularExpressions;

namespace Tsmc.Notebooks;

/// <summary>The C# that sets a notebook's parameters.</summary>
internal static partial class ParameterCode
{
    public static string Assign(string declarations, IReadOnlyDictionary<string, string> values)
    {
        var types = Declaration().Matches(declarations).DistinctBy(match => match.Groups["name"].Value)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["type"].Value);
        foreach (string name in values.Keys)
        {
            if (!types.ContainsKey(name))
            {
                throw new ArgumentException($"The notebook has no parameter {name}; expected one of {string.Join(", ", types.Keys)}.");
            }
        }
        return string.Join('\n', values.Select(value => $"{value.Key} = {Literal(value.Value, types[value.Key])};"));
    }

    // Only of a variable declared with var must the type be guessed from the value.
    private static string Literal(string value, string type) =>
        type is not ("string" or "var") || (type == "var" && (value is "true" or "false" || double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            ? value
            : "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    // A declaration at the beginning of a line: type, name, equals sign.
    [GeneratedRegex(@"^[ \t]*(?<type>[\w<>\[\],?.]+)[ \t]+(?<name>[A-Za-z_]\w*)[ \t]*=(?!=)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
