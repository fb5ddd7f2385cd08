using System.Text.RegularExpressions;

namespace Tsmc.Hub;

/// <summary>A model on the Hub: <c>ORG/NAME</c> at a revision.</summary>
public sealed partial record HubRepository
{
    /// <summary>Names a model.</summary>
    /// <param name="name"><c>ORG/NAME</c>, or <c>NAME</c> alone for a few old ones.</param>
    /// <param name="revision">Branch, tag or commit.</param>
    /// <exception cref="ArgumentException">Name or revision have not the Hub's form.</exception>
    public HubRepository(string name, string revision = "main")
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(revision);
        if (!IsName(name))
        {
            throw new ArgumentException($"\"{name}\" is not a model on the Hub; expected ORG/NAME.", nameof(name));
        }
        if (!RevisionForm().IsMatch(revision) || revision.Contains("..", StringComparison.Ordinal))
        {
            throw new ArgumentException($"\"{revision}\" is not a revision; expected a branch, a tag or a commit.", nameof(revision));
        }
        (Name, Revision) = (name, revision);
    }

    /// <summary><c>ORG/NAME</c>.</summary>
    public string Name { get; }

    /// <summary>Branch, tag or commit.</summary>
    public string Revision { get; }

    /// <summary>Whether a text has the form of a model's name on the Hub.</summary>
    internal static bool IsName(string text) =>
        NameForm().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal) && !text.Contains("--", StringComparison.Ordinal);

    /// <summary>The model's folder in the cache.</summary>
    public string CacheFolder(HubOptions options) => Path.Combine(options.CacheFolder, "models--" + Name.Replace("/", "--", StringComparison.Ordinal));

    [GeneratedRegex(@"^[A-Za-z0-9][\w.-]{0,95}(/[A-Za-z0-9][\w.-]{0,95})?\z", RegexOptions.ECMAScript)]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^[A-Za-z0-9][\w./-]{0,254}\z", RegexOptions.ECMAScript)]
    private static partial Regex RevisionForm();
}
