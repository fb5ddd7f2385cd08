using System.Text.Json;

namespace Tsmc.Smc;

/// <summary>The names of the resampling schemes in files and on the command line, such as <c>ordered-stratified</c>.</summary>
public static class ResamplingSchemeName
{
    /// <summary>All names, in the order of <see cref="ResamplingScheme"/>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<ResamplingScheme>().Select(Of)];

    /// <summary>The name of a scheme.</summary>
    public static string Of(ResamplingScheme scheme) => JsonNamingPolicy.KebabCaseLower.ConvertName(scheme.ToString());

    /// <summary>The scheme of a name.</summary>
    /// <exception cref="ArgumentException">No scheme has this name; the message lists those that exist.</exception>
    public static ResamplingScheme Parse(string name)
    {
        foreach (ResamplingScheme scheme in Enum.GetValues<ResamplingScheme>())
        {
            if (Of(scheme) == name)
            {
                return scheme;
            }
        }
        throw new ArgumentException($"No resampling scheme is called \"{name}\"; expected one of {string.Join(", ", All)}.");
    }
}
