using System.Diagnostics;
using System.Text.Json;
using Tsmc.Grading;

namespace Tsmc.Benchmarks;

/// <summary>The graders against the times that the originals took for the same pairs, as the fixtures record them.</summary>
internal static class Grading
{
    public static void Print(int rounds)
    {
        if (Pairs() is not { } pairs)
        {
            Console.WriteLine("Left out: ../shared/fixtures/grading/pairs.jsonl is not there.");
            return;
        }
        Console.WriteLine("| mode | pairs | mean µs | worst µs | the original's mean µs | ratio |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        // Pairs on which an original hung until it was stopped would flatter ours.
        Row("prm800k", MathGrader.Prm800k, [.. pairs.Where(pair => pair.Prm800k is > 0 and < 1000).Select(pair => (pair.Gold, pair.Given, pair.Prm800k))], rounds);
        Row("math-verify", MathGrader.MathVerify, [.. pairs.Where(pair => pair.MathVerify is > 0 and < 1000).Select(pair => (pair.Gold, pair.Given, pair.MathVerify))], rounds);
    }

    private static void Row(string mode, MathGrader grader, (string Gold, string Given, double Milliseconds)[] pairs, int rounds)
    {
        double[] best = new double[pairs.Length];
        Array.Fill(best, double.PositiveInfinity);
        // The first rounds are spent on compiling.
        for (int round = 0; round < rounds + 5; round++)
        {
            for (int i = 0; i < pairs.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                grader.Grade(pairs[i].Gold, pairs[i].Given);
                best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        }
        double theirs = 1000 * pairs.Average(pair => pair.Milliseconds);
        Console.WriteLine($"| {mode} | {pairs.Length} | {best.Average():F1} | {best.Max():F0} | {theirs:F0} | {theirs / best.Average():F0} |");
    }

    private static List<(string Gold, string Given, double Prm800k, double MathVerify)>? Pairs() => Fixtures.Find("grading", "pairs.jsonl") is { } path
        ? [.. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement).Select(row => (
            row.GetProperty("gold").GetString()!, row.GetProperty("given").GetString()!, Time(row, "prm800k_ms"), Time(row, "math_verify_ms")))]
        : null;

    private static double Time(JsonElement row, string field) =>
        row.TryGetProperty(field, out JsonElement time) && time.ValueKind == JsonValueKind.Number ? time.GetDouble() : 0;
}
