using System.Text;
using System.Text.RegularExpressions;

namespace Tsmc.Notebooks.Apps;

/// <summary>
/// A notebook as a C# file-based app: <c>dotnet run X.cs</c> does what the notebook does, without a kernel. Prose becomes comments, cells
/// follow each other, displayed values go to the console and figures to a folder.
/// </summary>
public static partial class NotebookApp
{
    /// <summary>Writes the app beside its place and renames it there.</summary>
    /// <param name="notebook">The notebook; injected parameters count.</param>
    /// <param name="notebookPath">Where it lies: its <c>#r</c> paths begin there, and so do the app's relative paths.</param>
    /// <param name="path">The app, for example <c>05-twisted-smc.cs</c>.</param>
    /// <exception cref="InvalidDataException">A cell does something that only a kernel can; the message names it.</exception>
    public static void Save(NotebookFile notebook, string notebookPath, string path)
    {
        string text = ToCode(notebook, notebookPath, path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string beside = path + ".part";
        File.WriteAllText(beside, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>The app's text; see <see cref="Save"/>.</summary>
    public static string ToCode(NotebookFile notebook, string notebookPath, string path)
    {
        string from = Path.GetDirectoryName(Path.GetFullPath(notebookPath))!;
        string to = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string name = Path.GetFileNameWithoutExtension(path);
        var chain = new ScriptChain(notebook);
        var renaming = new Renaming(chain.Cells);
        var parts = chain.Cells.ToDictionary(cell => cell.Number, cell => CellCode.Of(cell, renaming));
        string[] directives = [.. chain.Cells.SelectMany(cell => cell.Directives.Select(each => Directive(each, cell.Number, from, to))).Where(each => each.Length > 0).Distinct()];
        string[] usings =
        [
            .. ScriptChain.Usings.Append("Tsmc.Interactive.Output").Select(each => $"using {each};")
                .Concat(parts.Values.SelectMany(part => part.Usings)).Distinct(),
        ];

        var code = new StringBuilder();
        code.Append("#!/usr/bin/env dotnet\n");
        foreach (string directive in directives)
        {
            code.Append(directive).Append('\n');
        }
        // A notebook's rules, also inside of a repository with stricter ones: no AOT, no nullable references, no warnings.
        foreach (string property in (string[])["PublishAot=false", "Nullable=disable", "ImplicitUsings=disable", "TreatWarningsAsErrors=false",
            "EnforceCodeStyleInBuild=false", "RunAnalyzers=false", "GenerateDocumentationFile=false", "CreateHardLinksForCopyLocalIfPossible=true", "NoWarn=$(NoWarn);NU1608;NU1603;CS1591"])
        {
            code.Append($"#:property {property}\n");
        }
        code.Append($"// Made from {Path.GetFileName(notebookPath)} by `tsmc notebook export`. Run it: dotnet run {Path.GetFileName(path)}\n\n");
        code.Append(string.Join('\n', usings)).Append("\n\n");
        string folder = Path.GetRelativePath(to, from).Replace('\\', '/');
        code.Append($"ProgramOutput.Begin(figures: \"{name}.files\", notebookFolder: \"{folder}\");\n");
        code.Append("void display(object value) => NotebookOutput.Display(value);\n");
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            code.Append('\n').Append(parts.TryGetValue(i + 1, out CellCode? part) ? Code(i + 1, part) : Comment(notebook.Cells[i].Source));
        }
        foreach (CellCode part in parts.Values.Where(part => part.Types.Length > 0))
        {
            code.Append('\n').Append(part.Types).Append('\n');
        }
        return code.ToString();
    }

    private static string Code(int number, CellCode part) => part.Statements.Length == 0 ? "" : $"// Cell {number}\n{part.Statements}\n";

    private static string Comment(string prose) => string.Concat(prose.Trim().Split('\n').Select(line => $"// {line}".TrimEnd() + "\n"));

    /// <summary>A kernel's directive as a file-based app's.</summary>
    private static string Directive(string directive, int cell, string from, string to)
    {
        if (Package().Match(directive) is { Success: true } package)
        {
            string version = package.Groups["version"].Value.Trim();
            return $"#:package {package.Groups["name"].Value.Trim()}@{(version.Length > 0 ? version : "*")}";
        }
        if (Assembly().Match(directive) is { Success: true } assembly && ProjectOf(Path.Combine(from, assembly.Groups["path"].Value)) is { } project)
        {
            return $"#:project {Path.GetRelativePath(to, project).Replace('\\', '/')}";
        }
        return directive.StartsWith("#!csharp", StringComparison.Ordinal)
            ? ""
            : throw new InvalidDataException($"cell {cell}: {directive} has no like in a program; expected #r of a package or of an assembly that a project builds.");
    }

    /// <summary>The project whose bin folder holds an assembly, or null.</summary>
    private static string? ProjectOf(string assembly)
    {
        for (DirectoryInfo? at = Directory.GetParent(Path.GetFullPath(assembly)); at is not null; at = at.Parent)
        {
            string project = Path.Combine(at.FullName, Path.GetFileNameWithoutExtension(assembly) + ".csproj");
            if (File.Exists(project))
            {
                return project;
            }
        }
        return null;
    }

    [GeneratedRegex("""^#r\s+"nuget:\s*(?<name>[^,"]+)(?:,(?<version>[^"]*))?"$""")]
    private static partial Regex Package();

    [GeneratedRegex("""^#r\s+"(?<path>[^":]+\.dll)"$""")]
    private static partial Regex Assembly();
}
