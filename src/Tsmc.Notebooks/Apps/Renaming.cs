using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tsmc.Notebooks.Apps;

/// <summary>
/// New names for what a program cannot hold under its old one. In a notebook a later cell may declare a name again, and a loop's variable
/// may hide a cell's; in one program both are errors. Such a variable gets its cell's number: <c>problem_4</c>.
/// </summary>
internal sealed class Renaming
{
    // The program's own.
    private static readonly string[] Taken = ["args", "display"];

    private readonly Dictionary<(int Cell, string Name), string> _names = [];

    public Renaming(IReadOnlyList<ScriptCell> cells)
    {
        HashSet<string> inner = [.. cells.SelectMany(cell => InnerNames(cell.Root))];
        HashSet<string> seen = [.. Taken];
        foreach (ScriptCell cell in cells)
        {
            foreach (string name in cell.Declared.Where(name => seen.Contains(name) || inner.Contains(name)))
            {
                _names[(cell.Number, name)] = $"{name}_{cell.Number}";
            }
            seen.UnionWith(cell.Declared);
            seen.UnionWith(SimpleNames(cell.Root));
        }
    }

    /// <summary>Every change of a cell's text that the new names ask for.</summary>
    public IEnumerable<(SyntaxToken Token, string Text)> Changes(ScriptCell cell)
    {
        foreach (SyntaxToken token in cell.Root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)))
        {
            ISymbol? symbol = Symbol(cell, token);
            if (ScriptCell.IsGlobal(symbol, out int declaredIn) && _names.TryGetValue((declaredIn, symbol!.Name), out string? name))
            {
                yield return (token, NameIt(token.Parent!, token.Text) + name);
            }
        }
    }

    private static ISymbol? Symbol(ScriptCell cell, SyntaxToken token)
    {
        if (token.Parent is SimpleNameSyntax used)
        {
            SymbolInfo info = cell.Model.GetSymbolInfo(used);
            return (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is { } symbol ? Constructed(symbol) : null;
        }
        return token.Parent is VariableDeclaratorSyntax or MethodDeclarationSyntax or SingleVariableDesignationSyntax or BaseTypeDeclarationSyntax
            or ConstructorDeclarationSyntax
            ? Constructed(cell.Model.GetDeclaredSymbol(token.Parent))
            : null;
    }

    // `new Pair(...)` names the constructor where the text names the type.
    private static ISymbol? Constructed(ISymbol? symbol) =>
        symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor ? constructor.ContainingType : symbol;

    // `new { threshold }` and `(threshold, 1)` take their member's name from the variable's.
    private static string NameIt(SyntaxNode node, string name) => node.Parent switch
    {
        AnonymousObjectMemberDeclaratorSyntax { NameEquals: null } => $"{name} = ",
        ArgumentSyntax { NameColon: null, Parent: TupleExpressionSyntax } argument when argument.Expression == node => $"{name}: ",
        _ => "",
    };

    /// <summary>Names that are declared inside of statements, where the outer variable would clash with them.</summary>
    private static IEnumerable<string> InnerNames(CompilationUnitSyntax root) => root.DescendantNodes().Select(node => node switch
    {
        ForEachStatementSyntax loop => loop.Identifier.Text,
        VariableDeclaratorSyntax { Parent.Parent: not FieldDeclarationSyntax } local => local.Identifier.Text,
        SingleVariableDesignationSyntax part when !IsTopLevel(part) => part.Identifier.Text,
        FromClauseSyntax from => from.Identifier.Text,
        LetClauseSyntax let => let.Identifier.Text,
        JoinClauseSyntax join => join.Identifier.Text,
        QueryContinuationSyntax into => into.Identifier.Text,
        CatchDeclarationSyntax caught => caught.Identifier.Text,
        _ => "",
    }).Where(name => name.Length > 0);

    // var (a, b) = ... and out var x at the top of a cell are the cell's own variables.
    private static bool IsTopLevel(SyntaxNode node) =>
        node.Ancestors().TakeWhile(each => each is not GlobalStatementSyntax)
            .All(each => each is not (StatementSyntax or AnonymousFunctionExpressionSyntax) or ExpressionStatementSyntax)
        && node.FirstAncestorOrSelf<GlobalStatementSyntax>() is not null;

    private static IEnumerable<string> SimpleNames(CompilationUnitSyntax root) => root.DescendantNodes().OfType<IdentifierNameSyntax>()
        .Where(name => !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            && !(name.Parent is QualifiedNameSyntax qualified && qualified.Right == name)
            && name.Parent is not (NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax)
            && name.Parent?.Parent is not InitializerExpressionSyntax)
        .Select(name => name.Identifier.Text);
}
