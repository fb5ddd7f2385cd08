using System.Diagnostics;
using Tsmc.Cli;
using Tsmc.Randomness;

namespace Tsmc.Tests.Cli;

/// <summary>A run killed at any moment and begun again ends with the same bytes as an undisturbed one.</summary>
public sealed class KilledRunTests(TinyWorld world) : IClassFixture<TinyWorld>
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Killed_ten_times_at_random_moments()
    {
        string whole = world.File("whole.jsonl");
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, await RunAsync(whole, killAfter: null));
        TimeSpan undisturbed = clock.Elapsed;

        string killed = world.File("killed.jsonl");
        RandomSequence random = new CounterRandom(1, RandomStream.Problems).Sequence(0);
        int kills = 0;
        for (int i = 0; i < 10; i++)
        {
            // Any moment of a whole run: some kills meet a program that still loads, some one that writes.
            kills += await RunAsync(killed, random.NextUniform() * undisturbed) != 0 ? 1 : 0;
            if (await IsWholeAsync(whole, killed))
            {
                File.Delete(killed); // begin again, so that every kill has something to disturb
            }
        }
        Assert.InRange(kills, 5, 10); // a fast machine may end a run before its kill, not every one of them
        Assert.Equal(0, await RunAsync(killed, killAfter: null));
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(killed));
    }

    [Fact]
    public async Task Cut_at_any_byte()
    {
        string whole = world.File("uncut.jsonl");
        Assert.Equal(0, (await CommandLine.RunAsync(Args(whole, numSamples: 3))).Code);
        byte[] bytes = File.ReadAllBytes(whole);
        string cut = world.File("cut.jsonl");
        File.Copy(Path.ChangeExtension(whole, ".settings.json"), Path.ChangeExtension(cut, ".settings.json"));
        RandomSequence random = new CounterRandom(2, RandomStream.Problems).Sequence(0);
        for (int i = 0; i < 10; i++)
        {
            File.WriteAllBytes(cut, bytes[..random.Next(0, bytes.Length - 1)]);
            Assert.Equal(0, (await CommandLine.RunAsync(Args(cut, numSamples: 3))).Code);
            Assert.Equal(bytes, File.ReadAllBytes(cut));
        }
    }

    private string[] Args(string output, int numSamples) =>
    [
        "generate", "--model", world.Generator, "--problems", world.Problems, "--value-model", world.Value, "--output", output,
        "--num-samples", $"{numSamples}", "--max-new-tokens", "64", "--rows", "8", "--workers", "1", "--device", "cpu",
    ];

    /// <summary>Runs the tool as a process; killed after a while when it has not ended by then.</summary>
    private async Task<int> RunAsync(string output, TimeSpan? killAfter)
    {
        string tool = typeof(TsmcCommand).Assembly.Location;
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [tool, .. Args(output, numSamples: 10)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> said = process.StandardError.ReadToEndAsync();
        if (killAfter is { } moment)
        {
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(moment));
            process.Kill(); // SIGKILL on Unix
        }
        await process.WaitForExitAsync();
        Assert.True(killAfter is not null || process.ExitCode == 0, await said);
        return process.ExitCode;
    }

    private static async Task<bool> IsWholeAsync(string whole, string killed) =>
        File.Exists(killed) && (await File.ReadAllBytesAsync(killed)).Length == new FileInfo(whole).Length;
}
