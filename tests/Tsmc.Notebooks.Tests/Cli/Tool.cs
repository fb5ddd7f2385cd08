using Tsmc.Cli;

namespace Tsmc.Notebooks.Tests.Cli;

/// <summary>A folder with notebooks, and the tool run on them.</summary>
internal sealed class Tool : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsmc-notebooks-");

    public string PathOf(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    public string Save(string name, NotebookFile notebook)
    {
        notebook.Save(PathOf(name));
        return PathOf(name);
    }

    public static async Task<(int Code, string Output, string Error)> RunAsync(CancellationToken ct, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await TsmcCommand.InvokeAsync(["notebook", .. args], output, error, ct);
        return (code, output.ToString(), error.ToString());
    }

    public static Task<(int Code, string Output, string Error)> RunAsync(params string[] args) =>
        RunAsync(TestContext.Current.CancellationToken, args);

    public void Dispose() => _folder.Delete(recursive: true);
}
