using System.CommandLine.Parsing;

namespace Tsmc.Cli;

/// <summary>Says in one sentence what went wrong, and whose fault it is.</summary>
internal static class Failure
{
    public static (int Code, string Sentence) Describe(Exception failure)
    {
        Exception cause = failure is AggregateException several ? several.GetBaseException() : failure;
        int code = cause is ArgumentException or InvalidDataException or FileNotFoundException or DirectoryNotFoundException
            ? ExitCode.BadInput
            : ExitCode.Failure;
        return (code, Sentence(cause));
    }

    /// <summary>The parser's message, without the names of .NET types.</summary>
    public static string Sentence(ParseError error) => error.Message
        .Replace(" as expected type 'System.Int32'", "; expected a whole number", StringComparison.Ordinal)
        .Replace(" as expected type 'System.Int64'", "; expected a whole number", StringComparison.Ordinal)
        .Replace(" as expected type 'System.Double'", "; expected a number", StringComparison.Ordinal)
        .Replace(" as expected type 'System.Nullable`1[System.Int32]'", "; expected a whole number", StringComparison.Ordinal)
        .Replace(" as expected type 'System.Nullable`1[System.Double]'", "; expected a number", StringComparison.Ordinal);

    private static string Sentence(Exception cause)
    {
        string text = cause.Message;
        if (cause is ArgumentException { ParamName: not null })
        {
            // The name of a method's parameter means nothing to somebody at the command line.
            int tail = text.IndexOf(" (Parameter '", StringComparison.Ordinal);
            text = tail < 0 ? text : text[..tail];
        }
        return string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
