using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Tsmc.Notebooks.Apps;

/// <summary>One cell's part of a program: its statements, the types it declares, the namespaces it uses.</summary>
internal sealed record CellCode(string Statements, string Types, IReadOnlyList<string> Usings)
{
    private static readonly SyntaxKind[] Access =
        [SyntaxKind.PublicKeyword, SyntaxKind.PrivateKeyword, SyntaxKind.InternalKeyword, SyntaxKind.ProtectedKeyword];

    // What is put in at a place comes before what is replaced there.
    private static readonly Comparer<TextChange> ByPlace = Comparer<TextChange>.Create(
        (a, b) => (a.Span.Start, a.Span.Length).CompareTo((b.Span.Start, b.Span.Length)));

    /// <exception cref="InvalidDataException">The cell does something that only a kernel can.</exception>
    public static CellCode Of(ScriptCell cell, Renaming renaming)
    {
        Refuse(cell);
        CompilationUnitSyntax root = cell.Root;
        var changes = renaming.Changes(cell).Select(change => new TextChange(change.Token.Span, change.Text)).ToList();
        var types = root.Members.OfType<BaseTypeDeclarationSyntax>().ToList();
        foreach (UsingDirectiveSyntax used in root.Usings)
        {
            changes.Add(new TextChange(WithTrailing(used), ""));
        }
        foreach (MemberDeclarationSyntax member in root.Members)
        {
            changes.AddRange(Changes(cell, member));
        }

        SourceText text = cell.Tree.GetText();
        string Changed(TextSpan span) => text.WithChanges(changes.Where(change => span.Contains(change.Span)).Order(ByPlace))
            .GetSubText(TextSpan.FromBounds(span.Start, span.End + changes.Where(change => span.Contains(change.Span)).Sum(Growth))).ToString();
        string declared = string.Join("\n\n", types.Select(type => Changed(type.Span)));

        // The types go to the end of the program, so their changes must not be made here too.
        TextChange[] here = [.. changes.Where(change => !types.Any(type => type.FullSpan.Contains(change.Span))), .. types.Select(type => new TextChange(type.Span, ""))];
        string statements = text.WithChanges(here.Order(ByPlace)).ToString().Trim();
        return new CellCode(statements, declared, [.. root.Usings.Select(used => used.WithoutTrivia().NormalizeWhitespace().ToString())]);
    }

    private static IEnumerable<TextChange> Changes(ScriptCell cell, MemberDeclarationSyntax member)
    {
        switch (member)
        {
            // A cell's last expression, without a semicolon, is shown.
            case GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }:
                bool nothing = cell.Model.GetTypeInfo(last.Expression).Type?.SpecialType == SpecialType.System_Void;
                if (!nothing)
                {
                    yield return new TextChange(new TextSpan(last.Expression.SpanStart, 0), "NotebookOutput.Display(");
                }
                yield return new TextChange(new TextSpan(last.Expression.Span.End, 0), nothing ? ";" : ");");
                break;

            // A cell's variable begins as 0 or null; a program's must be given something.
            case FieldDeclarationSyntax field:
                foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables.Where(each => each.Initializer is null))
                {
                    yield return new TextChange(new TextSpan(variable.Span.End, 0), " = default");
                }
                foreach (TextChange change in WithoutAccess(field.Modifiers))
                {
                    yield return change;
                }
                break;
            case MethodDeclarationSyntax method:
                foreach (TextChange change in WithoutAccess(method.Modifiers))
                {
                    yield return change;
                }
                break;
        }
    }

    // A program's top level has no public or private.
    private static IEnumerable<TextChange> WithoutAccess(SyntaxTokenList modifiers) =>
        modifiers.Where(each => Access.Contains(each.Kind())).Select(each => new TextChange(each.FullSpan, ""));

    private static void Refuse(ScriptCell cell)
    {
        foreach (SimpleNameSyntax name in cell.Root.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            ISymbol? symbol = cell.Model.GetSymbolInfo(name).Symbol;
            if (symbol is not null and not INamespaceSymbol && symbol.Name != "display"
                && symbol.ContainingAssembly?.Name.StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal) == true)
            {
                throw new InvalidDataException($"cell {cell.Number}: it uses {symbol.Name} of .NET Interactive, which a program does not have; expected display or this library.");
            }
        }
        if (cell.Root.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(
            method => method.ParameterList.Parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) == true) is { } extension)
        {
            throw new InvalidDataException($"cell {cell.Number}: {extension.Identifier.Text} is an extension method outside of a class, which a program cannot have.");
        }
    }

    private static int Growth(TextChange change) => change.NewText!.Length - change.Span.Length;

    // With the rest of its line, so that no empty line stays behind.
    private static TextSpan WithTrailing(UsingDirectiveSyntax used) => TextSpan.FromBounds(used.SpanStart, used.FullSpan.End);
}
