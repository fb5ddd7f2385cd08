using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tsmc.Notebooks.Apps;

/// <summary>
/// A notebook's code cells as the compiler sees them in a kernel: each a script that knows the ones before it. Nothing is run.
/// </summary>
internal sealed partial class ScriptChain
{
    /// <summary>Namespaces that .NET Interactive's C# cells use without saying so.</summary>
    public static readonly string[] Usings =
        ["System", "System.Collections", "System.Collections.Generic", "System.Linq", "System.Text", "System.Threading.Tasks"];

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    // What the tool itself runs on: .NET, this library and what it uses, the kernel's own functions.
    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(File.Exists)
            .Select(file => (MetadataReference)MetadataReference.CreateFromFile(file))]);

    private readonly List<ScriptCell> _cells = [];

    public ScriptChain(NotebookFile notebook)
    {
        CSharpCompilation? previous = null;
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            if (!notebook.Cells[i].IsCode)
            {
                continue;
            }
            string source = notebook.Cells[i].Source;
            string[] directives = [.. Directive().Matches(source).Select(match => match.Value.Trim())];
            string code = Directive().Replace(source, "").Trim('\n', '\r', ' ');
            SyntaxTree tree = CSharpSyntaxTree.ParseText(code, Parsing);
            previous = CSharpCompilation.CreateScriptCompilation(
                $"cell{i + 1}", tree, References.Value,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: [.. Usings, "Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.Kernel"]),
                previous, typeof(object));
            _cells.Add(new ScriptCell(i + 1, directives, tree, previous.GetSemanticModel(tree)));
        }
    }

    /// <summary>The cells, in order.</summary>
    public IReadOnlyList<ScriptCell> Cells => _cells;

    // #r, #i, #load and the kernel's #! commands, a line each.
    [GeneratedRegex(@"^[ \t]*#(?:r|i|load|!)\b?.*$\n?", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
