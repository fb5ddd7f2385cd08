namespace Tsmc.Tests.Architecture;

/// <summary>Where the repository lies, and the shared fixtures beside it.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution; the test is skipped when it does not run inside the repository.</summary>
    public static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tsmc.Notebooks.sln")))
        {
            folder = folder.Parent;
        }
        Assert.SkipWhen(folder is null, "The tests do not run inside the repository.");
        return folder!.FullName;
    }

    /// <summary>A folder or file of the shared fixtures; the test is skipped when it is absent.</summary>
    public static string Fixture(params string[] path)
    {
        string full = Path.Combine([Path.GetDirectoryName(Root())!, "shared", "fixtures", .. path]);
        Assert.SkipUnless(Path.Exists(full), $"The shared fixture {string.Join('/', path)} is not beside the repository.");
        return full;
    }
}
