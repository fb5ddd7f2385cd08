using System.Text.Json;
using Tsmc.Grading;
using Tsmc.Tests.Architecture;

namespace Tsmc.Tests.Grading;

/// <summary>Pairs of answers with the verdicts of the original graders.</summary>
internal sealed record GradingFixtures(string Gold, string Given, string Class, bool? Equal, bool? Prm800k, bool? MathVerify)
{
    public static IReadOnlyList<GradingFixtures> Read(string file) => [.. File.ReadLines(Repository.Fixture("grading", file)).Select(line =>
    {
        JsonElement row = JsonDocument.Parse(line).RootElement;
        return new GradingFixtures(
            row.GetProperty("gold").GetString()!,
            row.GetProperty("given").GetString()!,
            row.TryGetProperty("class", out JsonElement name) ? name.GetString()! : "",
            Truth(row, "equal"),
            Truth(row, "prm800k"),
            Truth(row, "math_verify"));
    })];

    public Verdict By(MathGrader grader) => grader.Grade(Gold, Given);

    private static bool? Truth(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;
}
