using System.CommandLine;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Notebooks;
using Tsmc.Notebooks;
using Tsmc.Notebooks.Apps;
using Tsmc.Notebooks.Pages;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc notebook export</c>: a notebook as a program, for the time after .NET Interactive.</summary>
internal sealed class NotebookExportVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "The notebook." };
    private readonly Option<string> _to = Flag.Word("--to", "app", ["app", "page"], "app: a C# file that dotnet run executes; page: HTML with the outputs it has.");
    private readonly Option<string?> _output = Flag.Optional<string>("--output", "The file to write; without it beside the notebook.");
    private readonly Option<string[]> _parameters = NotebookFlags.Parameters();

    public NotebookExportVerb()
        : base(
            "export",
            "Write a notebook as a C# file-based app, which runs without a kernel and shows the same values and figures, or as a page.",
            "tsmc notebook export notebooks/05-twisted-smc.ipynb --to app --output artifacts/05.cs",
            "tsmc notebook export notebooks/05-twisted-smc.ipynb --to page")
    {
        Add(_file);
        AddAll(_to, _output, _parameters);
    }

    protected override Task<int> RunAsync(Session session, CancellationToken ct)
    {
        string file = NotebookPaths.Expand([session.Require(_file)])[0];
        bool app = session.Require(_to) == "app";
        string output = session.Get(_output) ?? Path.ChangeExtension(file, app ? ".cs" : ".html");
        var notebook = NotebookFile.Load(file);
        notebook.InjectParameters(NotebookFlags.Pairs(session.Require(_parameters)));
        try
        {
            if (app)
            {
                NotebookApp.Save(notebook, file, output);
            }
            else
            {
                NotebookPage.Save(notebook, output, Path.GetDirectoryName(Path.GetFullPath(file))!);
            }
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{file}, {error.Message}", error);
        }
        session.Remark(app ? $"{output}: run it with dotnet run {output}" : $"{output}: written.");
        return Task.FromResult(ExitCode.Success);
    }
}
