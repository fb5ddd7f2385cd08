using System.Security.Cryptography;

namespace Tsmc.Cli.Runs;

/// <summary>Names files by what they hold: a run that goes on must not mix the solutions of two models, wherever they lie.</summary>
internal static class Fingerprint
{
    private static readonly string[] Patterns = ["config.json", "tokenizer*", "*.safetensors"];

    /// <summary>Of a file.</summary>
    public static string OfFile(string path) => Of([path]);

    /// <summary>Of a Hugging Face folder: configuration, tokenizer and weights.</summary>
    public static string OfModel(string folder) =>
        Of(Patterns.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).Distinct().Order(StringComparer.Ordinal));

    private static string Of(IEnumerable<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in paths)
        {
            using FileStream file = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(file));
        }
        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
