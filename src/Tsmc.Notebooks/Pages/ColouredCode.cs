using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tsmc.Notebooks.Pages;

/// <summary>C# as HTML with keywords, texts, numbers and comments marked.</summary>
internal static class ColouredCode
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    public static string ToHtml(string code)
    {
        var html = new StringBuilder();
        foreach (SyntaxToken token in CSharpSyntaxTree.ParseText(code, Script).GetRoot().DescendantTokens())
        {
            WriteTrivia(html, token.LeadingTrivia);
            Write(html, token.Text, ClassOf(token));
            WriteTrivia(html, token.TrailingTrivia);
        }
        return html.ToString();
    }

    private static string ClassOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken => "s",
        _ when token.IsKeyword() || token.IsContextualKeyword() || token.Text == "var" => "k",
        _ => "",
    };

    private static void WriteTrivia(StringBuilder html, SyntaxTriviaList trivia)
    {
        foreach (SyntaxTrivia one in trivia)
        {
            bool quiet = !one.IsKind(SyntaxKind.WhitespaceTrivia) && !one.IsKind(SyntaxKind.EndOfLineTrivia)
                && !one.IsKind(SyntaxKind.SkippedTokensTrivia);
            Write(html, one.ToFullString(), quiet ? "c" : "");
        }
    }

    private static void Write(StringBuilder html, string text, string name)
    {
        if (text.Length > 0)
        {
            string encoded = WebUtility.HtmlEncode(text);
            html.Append(name.Length == 0 ? encoded : $"<span class=\"{name}\">{encoded}</span>");
        }
    }
}
