using Tsmc.Problems;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Problems;

public sealed class ResumableRowsTests
{
    private const int RowsPerProblem = 2;
    private const int Problems = 3;
    private static readonly object Settings = new { model = "demo", seed = 7, temperature = 0.7 };

    [Fact]
    public void Cut_at_any_byte_and_resumed_the_file_is_the_same()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("rows.jsonl");
        Finish(path);
        byte[] whole = File.ReadAllBytes(path);
        int problem = whole.Length / Problems;

        for (int cut = 0; cut <= whole.Length; cut++)
        {
            File.WriteAllBytes(path, whole[..cut]);
            int completed = Finish(path);
            Assert.Equal(cut / problem, completed);
            Assert.Equal(whole, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void Other_settings_are_refused_and_leave_the_rows_alone()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("rows.jsonl");
        Finish(path);
        byte[] whole = File.ReadAllBytes(path);

        var error = Assert.Throws<InvalidDataException>(
            () => ResumableRows.Open(path, new { model = "demo", seed = 8, temperature = 0.7 }, RowsPerProblem));

        Assert.Equal($"{path} was begun with other settings: \"seed\": 7 then, \"seed\": 8 now; choose another output or delete the file.", error.Message);
        Assert.Throws<InvalidDataException>(() => ResumableRows.Open(path, new { model = "demo" }, RowsPerProblem));
        File.Delete(folder.File("rows.settings.json"));
        error = Assert.Throws<InvalidDataException>(() => ResumableRows.Open(path, Settings, RowsPerProblem));
        Assert.StartsWith($"{path}: its settings file rows.settings.json is missing", error.Message);
        Assert.Equal(whole, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_line_break_inside_a_row_does_not_end_it()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("rows.jsonl");
        using (ResumableRows rows = ResumableRows.Open(path, Settings, 1))
        {
            rows.Append([new { text = "a\n\nb \u2028 ü" }]);
        }
        using (ResumableRows rows = ResumableRows.Open(path, Settings, 1))
        {
            Assert.Equal(1, rows.Completed);
        }
        Assert.Single(File.ReadAllLines(path));
    }

    [Fact]
    public void A_file_without_a_whole_problem_may_begin_anew_with_the_same_settings_only()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("rows.jsonl");
        using (ResumableRows.Open(path, new { seed = 1 }, 1))
        {
        }
        using (ResumableRows rows = ResumableRows.Open(path, Settings, 1)) // nothing was written: nothing to mix up
        {
            Assert.Equal(0, rows.Completed);
        }
    }

    /// <summary>Opens the file, appends what is missing and says how many problems were there.</summary>
    private static int Finish(string path)
    {
        using ResumableRows rows = ResumableRows.Open(path, Settings, RowsPerProblem);
        int before = rows.Completed;
        for (int problem = before; problem < Problems; problem++)
        {
            rows.Append(Enumerable.Range(0, RowsPerProblem).Select(row => new { problem, row, text = "ä\n\n# Answer" }));
        }
        return before;
    }
}
