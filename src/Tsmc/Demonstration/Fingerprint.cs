using System.Security.Cryptography;

namespace Tsmc.Demonstration;

/// <summary>Tells whether models are the same ones.</summary>
internal static class Fingerprint
{
    /// <summary>SHA-256 over names and contents of a folder's weights, 16 hexadecimal digits.</summary>
    public static string OfFolder(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in Directory.EnumerateFiles(folder, "*.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, path).Replace('\\', '/')));
            hash.AppendData(File.ReadAllBytes(path));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
