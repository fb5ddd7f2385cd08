namespace Tsmc.Hub;

/// <summary>
/// Downloads a model into the cache that Hugging Face's own tools use: <c>models--ORG--NAME</c> with <c>blobs</c> named by their hash,
/// <c>snapshots/COMMIT</c> with links to them, and <c>refs/REVISION</c> with the commit.
/// </summary>
public static class HubDownload
{
    /// <summary>Downloads what is not there yet.</summary>
    /// <param name="repository">The model.</param>
    /// <param name="files">Which of its files.</param>
    /// <param name="options">Where from and where to.</param>
    /// <param name="progress">Told of every piece that comes, from several threads.</param>
    /// <param name="ct">Stops the download; what is there by then is gone on with the next time.</param>
    /// <returns>The snapshot's folder, with the model's files by their own names.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="InvalidDataException">The Hub refuses, has no such file, or sent other bytes than it announced, several times.</exception>
    /// <exception cref="IOException">The connection breaks again and again, or the disk fails.</exception>
    public static async Task<string> RunAsync(
        HubRepository repository, HubFiles files, HubOptions options, IProgress<HubProgress>? progress = null, CancellationToken ct = default)
    {
        options.Validate();
        using var client = new HubClient(options);
        (string commit, IReadOnlyList<string> paths) = await client.ListAsync(repository, ct).ConfigureAwait(false);
        IReadOnlyList<string> chosen = files.Choose(paths);
        if (chosen.Count == 0)
        {
            throw new InvalidDataException($"{repository.Name}: none of its {paths.Count} files is asked for; expected a model's files, or others with --include.");
        }
        HubFile[] described = new HubFile[chosen.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = ct };
        await Parallel.ForEachAsync(Enumerable.Range(0, chosen.Count), parallel, async (i, token) =>
            described[i] = await client.DescribeAsync(repository, commit, chosen[i], token).ConfigureAwait(false)).ConfigureAwait(false);

        string cache = repository.CacheFolder(options), snapshot = Path.Combine(cache, "snapshots", commit);
        Directory.CreateDirectory(Path.Combine(cache, "blobs"));
        // Files with the same content are one blob.
        HubFile[] blobs = [.. described.DistinctBy(file => file.Etag)];
        long total = blobs.Sum(file => file.Size), done = 0;
        await Parallel.ForEachAsync(blobs, parallel, async (file, token) =>
        {
            void Received(long bytes) => progress?.Report(new HubProgress(Interlocked.Add(ref done, bytes), total, file.Path));
            await FillAsync(client, repository, commit, file, BlobPath(cache, file), Received, token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        foreach (HubFile file in described)
        {
            Link(Path.Combine([snapshot, .. file.Path.Split('/')]), BlobPath(cache, file));
        }
        // Last, so that a reference always names a snapshot that is whole.
        if (repository.Revision != commit)
        {
            string reference = Path.Combine([cache, "refs", .. repository.Revision.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(reference)!);
            await File.WriteAllTextAsync(reference + ".part", commit, ct).ConfigureAwait(false);
            File.Move(reference + ".part", reference, overwrite: true);
        }
        return snapshot;
    }

    private static string BlobPath(string cache, HubFile file) => Path.Combine(cache, "blobs", file.Etag);

    private static async Task FillAsync(
        HubClient client, HubRepository repository, string commit, HubFile file, string blob, Action<long> received, CancellationToken ct)
    {
        if (File.Exists(blob) && new FileInfo(blob).Length == file.Size)
        {
            received(file.Size);
            return;
        }
        const int Tries = 2; // a wrong hash may come of a cache on the way; twice it is the source
        string incomplete = blob + ".incomplete";
        for (int attempt = 1; ; attempt++)
        {
            await using (FileStream target = OpenAlone(incomplete, file))
            {
                received(target.Length);
                await client.FetchAsync(repository, commit, file, target, received, ct).ConfigureAwait(false);
            }
            if (await file.FaultAsync(incomplete, ct).ConfigureAwait(false) is not { } fault)
            {
                break;
            }
            received(-new FileInfo(incomplete).Length);
            File.Delete(incomplete);
            if (attempt == Tries)
            {
                throw new InvalidDataException($"{repository.Name}, {file.Path}: what was sent is damaged: {fault}. Nothing of it was kept.");
            }
        }
        File.Move(incomplete, blob, overwrite: true);
    }

    private static FileStream OpenAlone(string path, HubFile file)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new IOException($"{file.Path}: another process is downloading it ({path} is in use).", error);
        }
    }

    private static void Link(string link, string blob)
    {
        string folder = Path.GetDirectoryName(link)!;
        Directory.CreateDirectory(folder);
        File.Delete(link);
        try
        {
            File.CreateSymbolicLink(link, Path.GetRelativePath(folder, blob));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Windows without developer mode has no links for ordinary users.
            File.Copy(blob, link);
        }
    }
}
