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

    /// <summary>A model's place: the path itself where there is something, or the snapshot of a downloaded model called so.</summary>
    /// <param name="model">A path, or <c>ORG/NAME</c>; anything else comes back as it is.</param>
    /// <param name="options">Where downloaded models are.</param>
    /// <exception cref="FileNotFoundException">There is no such path, and the model has not been downloaded.</exception>
    public static string Locate(string model, HubOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        if (Path.Exists(model) || model.Count(letter => letter == '/') != 1 || !HubRepository.IsName(model))
        {
            return model;
        }
        return Find(new HubRepository(model), options) ?? throw new FileNotFoundException(
            $"{model}: no such file or folder, and no such model in {options.CacheFolder}; expected a model's folder, or one of the Hub after `tsmc download {model}`.", model);
    }
}
