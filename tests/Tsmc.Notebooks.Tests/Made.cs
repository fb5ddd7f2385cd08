using System.Text.Json;

namespace Tsmc.Notebooks.Tests;

/// <summary>Notebooks for the tests of the runner and the cleaner.</summary>
internal static class Made
{
    public static NotebookFile Notebook(params (string Source, string[] Tags)[] cells) => NotebookFile.Parse(
        JsonSerializer.Serialize(new
        {
            cells = cells.Select((cell, i) => new
            {
                cell_type = "code",
                execution_count = (int?)3,
                id = $"c{i}",
                metadata = new { tags = cell.Tags },
                outputs = Array.Empty<object>(),
                source = cell.Source,
            }),
            metadata = new { },
            nbformat = 4,
            nbformat_minor = 5,
        }),
        "made");

    public static NotebookFile WithOutput(object output, string[]? tags = null) => NotebookFile.Parse(
        JsonSerializer.Serialize(new
        {
            cells = new[]
            {
                new
                {
                    cell_type = "code", execution_count = (int?)null, id = "c", metadata = new { tags = tags ?? [] },
                    outputs = new[] { output }, source = "1",
                },
            },
            metadata = new { },
            nbformat = 4,
            nbformat_minor = 5,
        }),
        "made");
}
