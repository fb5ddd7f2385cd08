using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Tsmc.Hub;

/// <summary>One file of a repository, as the Hub describes it.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Etag">Its name among the blobs, made of its content: SHA-256 for large files, Git's SHA-1 for the others.</param>
/// <param name="Size">Its size in bytes.</param>
internal sealed partial record HubFile(string Path, string Etag, long Size)
{
    /// <summary>Says what is wrong with a file's content, or null.</summary>
    public async Task<string?> FaultAsync(string file, CancellationToken ct)
    {
        await using FileStream content = File.OpenRead(file);
        if (content.Length != Size)
        {
            return $"it has {content.Length} bytes instead of {Size}";
        }
        if (Sha256Form().IsMatch(Etag))
        {
            string hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct).ConfigureAwait(false));
            return hash == Etag ? null : $"its SHA-256 is {hash} instead of {Etag}";
        }
        if (Sha1Form().IsMatch(Etag))
        {
            string hash = await GitHashAsync(content, ct).ConfigureAwait(false);
            return hash == Etag ? null : $"its Git hash is {hash} instead of {Etag}";
        }
        return null;
    }

    private static async Task<string> GitHashAsync(FileStream content, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes($"blob {content.Length}\0"));
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, ct).ConfigureAwait(false)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex Sha256Form();

    [GeneratedRegex(@"^[0-9a-f]{40}\z")]
    private static partial Regex Sha1Form();
}
