using System.Text.Json;

namespace Tsmc.Datasets;

/// <summary>One row of a data file as it stands there, and where.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line on which the row begins, from 1.</param>
/// <param name="Index">How many rows of the file stand before it.</param>
/// <param name="Utf8">The row's bytes; good only until the next row is read.</param>
/// <param name="Fault">What is wrong with the row as a whole, in words that follow the place; null when it can be parsed.</param>
public sealed record SourceRow(string Path, int Line, int Index, ReadOnlyMemory<byte> Utf8, string? Fault = null)
{
    /// <summary>File and line, as messages name them.</summary>
    public string Place => $"{Path}, line {Line}";

    /// <summary>Parses the row.</summary>
    /// <exception cref="InvalidDataException">The row is not one whole JSON object in UTF-8; the message does not name the place.</exception>
    public JsonDocument Parse()
    {
        if (Fault is not null)
        {
            throw new InvalidDataException(Fault);
        }
        if (!Utf8.IsEmpty && !System.Text.Unicode.Utf8.IsValid(Utf8.Span))
        {
            throw new InvalidDataException("the text is not UTF-8; expected a JSON object in UTF-8.");
        }
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(Utf8);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                IsCutOff()
                    ? "the row is cut off; expected a whole JSON object."
                    : $"not JSON at byte {error.BytePositionInLine + 1}; expected a JSON object.",
                error);
        }
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            string kind = RowFields.Name(document.RootElement.ValueKind);
            document.Dispose();
            throw new InvalidDataException($"the row is {kind}; expected a JSON object.");
        }
        return document;
    }

    /// <summary>Whether the row is right as far as it goes.</summary>
    private bool IsCutOff()
    {
        var reader = new Utf8JsonReader(Utf8.Span, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
            }
            return reader.CurrentDepth > 0 || reader.BytesConsumed < Utf8.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
