using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tsmc.Notebooks.Apps;

/// <summary>One code cell of a <see cref="ScriptChain"/>.</summary>
/// <param name="Number">Its number among all cells, from 1.</param>
/// <param name="Directives">Its lines for the kernel, such as <c>#r "nuget: ..."</c>.</param>
/// <param name="Tree">The rest of it.</param>
/// <param name="Model">What its names mean.</param>
internal sealed record ScriptCell(int Number, IReadOnlyList<string> Directives, SyntaxTree Tree, SemanticModel Model)
{
    public CompilationUnitSyntax Root => Tree.GetCompilationUnitRoot();

    /// <summary>The names that the cell gives to later ones: variables, functions, types.</summary>
    public IReadOnlySet<string> Declared { get; } = Model.Compilation.ScriptClass!.GetMembers()
        .Where(member => member is IFieldSymbol or INamedTypeSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary })
        .Where(member => !member.IsImplicitlyDeclared && member.CanBeReferencedByName)
        .Select(member => member.Name).ToHashSet();

    /// <summary>Whether a symbol is one of a cell's own, which a program has as a local; and of which cell.</summary>
    public static bool IsGlobal(ISymbol? symbol, out int cell)
    {
        cell = 0;
        return symbol?.ContainingType is { IsScriptClass: true }
            && int.TryParse(symbol.ContainingAssembly.Name.AsSpan("cell".Length), out cell);
    }
}
