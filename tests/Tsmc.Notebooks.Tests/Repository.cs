namespace Tsmc.Notebooks.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Notebooks => Path.Combine(Root, "notebooks");

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Tsmc.Notebooks.sln")))
            {
                return at.FullName;
            }
        }
        throw new DirectoryNotFoundException("Tsmc.Notebooks.sln was not found above the tests' folder.");
    }
}
