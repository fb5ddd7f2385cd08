namespace Tsmc.Benchmarks;

/// <summary>Files of <c>shared/fixtures</c>, which lie beside the repository and may be absent.</summary>
internal static class Fixtures
{
    /// <summary>A file or folder, or null where it is not there.</summary>
    public static string? Find(params string[] parts)
    {
        for (DirectoryInfo? at = new(Directory.GetCurrentDirectory()); at is not null; at = at.Parent)
        {
            string path = Path.Combine([at.FullName, "shared", "fixtures", .. parts]);
            if (Path.Exists(path))
            {
                return path;
            }
        }
        return null;
    }
}
