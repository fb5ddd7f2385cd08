using System.Text.Json;

namespace Tsmc.Tests.Smc;

/// <summary>Finds the shared fixtures beside the repository; a test that wants one is skipped where they are absent.</summary>
internal static class SmcFixtures
{
    public static string Path(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Tsmc.Notebooks.sln")))
        {
            folder = folder.Parent;
        }
        Assert.SkipWhen(folder is null, "The tests do not run inside the repository, so the shared fixtures beside it cannot be found.");
        string path = System.IO.Path.Combine(folder!.Parent!.FullName, "shared", "fixtures", "smc", name);
        Assert.SkipUnless(File.Exists(path), $"The shared fixture smc/{name} is not beside the repository.");
        return path;
    }

    public static JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllText(Path(name))).RootElement;

    public static double[] Numbers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
}
