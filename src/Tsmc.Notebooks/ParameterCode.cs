using System.Globalization;
using System.Text.RegularExpressions;

namespace Tsmc.Notebooks;

/// <summary>The C# that sets a notebook's parameters.</summary>
internal static partial class ParameterCode
{
    public static string Assign(string declarations, IReadOnlyDictionary<string, string> values)
    {
        string[] declared = [.. Declaration().Matches(declarations).Select(match => match.Groups["name"].Value)];
        foreach (string name in values.Keys)
        {
            if (!declared.Contains(name))
            {
                throw new ArgumentException($"The notebook has no parameter {name}; expected one of {string.Join(", ", declared)}.");
            }
        }
        return string.Join('\n', values.Select(value => $"{value.Key} = {Literal(value.Value)};"));
    }

    private static string Literal(string value) =>
        value is "true" or "false" || double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? value
            : "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    // A declaration at the beginning of a line: type, name, equals sign.
    [GeneratedRegex(@"^[ \t]*[\w<>\[\],?.]+[ \t]+(?<name>[A-Za-z_]\w*)[ \t]*=(?!=)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
