namespace Tsmc.Hub;

/// <summary>Finds models that have been downloaded.</summary>
public static class HubCache
{
    /// <summary>The snapshot of a downloaded model, or null when it is not in the cache.</summary>
    public static string? Find(HubRepository repository, HubOptions options)
    {
        string cache = repository.CacheFolder(options);
        string reference = Path.Combine([cache, "refs", .. repository.Revision.Split('/')]);
        string commit = File.Exists(reference) ? File.ReadAllText(reference).Trim() : repository.Revision;
        string snapshot = Path.Combine(cache, "snapshots", commit);
        return !commit.Contains("..", StringComparison.Ordinal) && Directory.Exists(snapshot) ? snapshot : null;
    }
}
