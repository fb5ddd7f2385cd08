using System.Security.Cryptography;

namespace Tsmc.Problems;

/// <summary>Names files by what they hold: a run that goes on must not mix the solutions of two models, wherever they lie.</summary>
public static class FileFingerprint
{
    private static readonly string[] Patterns = ["config.json", "tokenizer*", "*.safetensors", "pytorch_model*.bin"];

    /// <summary>The fingerprint of a file: <c>sha256:</c> and 16 hexadecimal digits.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string OfFile(string path) => Of([path]);

    /// <summary>The fingerprint of a Hugging Face folder: of its configuration, tokenizer and weights.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
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
