using System.Text;
using CsCheck;
using Tsmc.Datasets;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Datasets;

public sealed class RowReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rows.jsonl", "{\"a\":1}\n{\"a\":2}\n", "1 2")]
    [InlineData("rows.jsonl", "\uFEFF\n{\"a\":1}\r\n\r\n{\"a\":2}", "2 4")]
    [InlineData("rows.json", "[{\"a\":\"]}{\"},\n {\"a\":\"\\\"\"}]", "1 2")]
    [InlineData("rows.json", "[\n  {\n    \"a\": [1, {\"b\": 2}]\n  },\n  {\n    \"a\": 2\n  }\n]\n", "2 5")]
    [InlineData("rows.json", "{\n  \"a\": 1\n}\n", "1")]
    [InlineData("rows.json", "{\"a\":1}\n{\"a\":2}\n", "1 2")]
    [InlineData("rows.json", "[]", "")]
    [InlineData("rows.jsonl", "", "")]
    public void Rows_come_with_their_lines_in_every_layout(string name, string text, string lines)
    {
        Assert.Equal(lines, string.Join(' ', RowReader.Read(Write(name, text)).Select(row =>
        {
            using var document = row.Parse();
            return row.Line;
        })));
    }

    [Theory]
    [InlineData("{\"a\": \"x", "the row is cut off; expected a whole JSON object.")]
    [InlineData("{\"a\": 1", "the row is cut off; expected a whole JSON object.")]
    [InlineData("{\"a\": tru", "the row is cut off; expected a whole JSON object.")]
    [InlineData("{\"a\" 1}", "not JSON at byte 6; expected a JSON object.")]
    [InlineData("hello", "not JSON at byte 1; expected a JSON object.")]
    [InlineData("7", "the row is a number; expected a JSON object.")]
    [InlineData("null", "the row is null; expected a JSON object.")]
    public void A_bad_line_is_said_and_the_next_is_read(string bad, string sentence)
    {
        SourceRow[] rows = [.. RowReader.Read(Write("bad.jsonl", "{\"a\":0}\n" + bad + "\n{\"a\":2}\n"))];
        Assert.Equal(3, rows.Length);
        Assert.Equal(sentence, Assert.Throws<InvalidDataException>(() => rows[1].Parse()).Message);
        Assert.EndsWith("bad.jsonl, line 2", rows[1].Place);
        using var last = rows[2].Parse();
        Assert.Equal(2, last.RootElement.GetProperty("a").GetInt32());
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_said()
    {
        File.WriteAllBytes(_folder.File("latin.jsonl"), [.. "{\"a\":\"caf"u8, 0xE9, .. "\"}\n{}\n"u8]);
        SourceRow[] rows = [.. RowReader.Read(_folder.File("latin.jsonl"))];
        Assert.StartsWith("the text is not UTF-8", Assert.Throws<InvalidDataException>(() => rows[0].Parse()).Message);
        Assert.Equal(2, rows.Length);
    }

    [Fact]
    public void In_an_indented_array_reading_goes_on_behind_a_row_with_a_lost_quotation_mark()
    {
        SourceRow[] rows = [.. RowReader.Read(Write("array.json", "[\n  {\n    \"a\": \"x\n  },\n  {\n    \"a\": 2\n  },\n  {\n    \"a\": 3"))];
        Assert.Equal([2, 5, 8], rows.Select(row => row.Line));
        Assert.StartsWith("a text runs over the end of its line", rows[0].Fault);
        Assert.Null(rows[1].Fault);
        Assert.StartsWith("the row is cut off", rows[2].Fault);
    }

    [Fact]
    public void An_array_that_does_not_end_is_said()
    {
        Assert.StartsWith("the array does not end", RowReader.Read(Write("open.json", "[{\"a\":1},\n")).Last().Fault);
    }

    [Fact]
    public void A_folder_is_read_in_the_order_of_names()
    {
        Write("b/2.json", "{}");
        Write("a/10.json", "{}");
        Write("a/notes.txt", "no");
        Assert.Equal(["a/10.json", "b/2.json"], RowReader.Files(_folder.Path).Select(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/')));
        Assert.Contains("no such file or folder", Assert.Throws<FileNotFoundException>(() => RowReader.Files(_folder.File("none"))).Message);
    }

    [Fact]
    public void Whatever_the_bytes_every_row_parses_or_says_why_not() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Int[0, 40], Gen.Bool).Sample((noise, at, array) =>
        {
            byte[] good = [.. array ? "[{\"a\":\"x\\u00e9\"},\n{\"a\":[1,2]}]"u8 : "{\"a\":\"x\\u00e9\"}\n{\"a\":[1,2]}\n"u8];
            int place = Math.Min(at, good.Length);
            string path = _folder.File("noise.json" + (array ? "" : "l"));
            File.WriteAllBytes(path, [.. good[..place], .. noise, .. good[place..]]);
            foreach (SourceRow row in RowReader.Read(path))
            {
                try
                {
                    row.Parse().Dispose();
                }
                catch (InvalidDataException error)
                {
                    Assert.EndsWith(".", error.Message);
                    Assert.DoesNotContain("System.", error.Message);
                }
            }
        }, iter: 1000, threads: 1);

    private string Write(string name, string text)
    {
        string path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }
}
