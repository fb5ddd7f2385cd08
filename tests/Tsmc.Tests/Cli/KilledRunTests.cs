using System.Diagnostics;
using Tsmc.Cli;
using Tsmc.Randomness;

namespace Tsmc.Tests.Cli;

/// <summary>A run killed at any moment and begun again ends with the same bytes as an undisturbed one.</summary>
public sealed class KilledRunTests(TinyWorld world) : IClassFixture<TinyWorld>
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Killed_eight_times_at_random_moments()
    {
        string whole = world.File("whole.jsonl");
        (int code, TimeSpan fastest) = await RunAsync(whole, killAfter: null);
        Assert.Equal(0, code);

        string killed = world.File("killed.jsonl");
        RandomSequence random = new CounterRandom(1, RandomStream.Problems).Sequence(0);
        int kills = 0;
        for (int tries = 0; kills < 8; tries++)
        {
            Assert.True(tries < 40, $"{kills} of {tries} runs were killed before they ended.");
            bool fromNothing = !File.Exists(killed);
            // Any moment of a whole run: some kills meet a program that still loads, some one that writes.
            (code, TimeSpan took) = await RunAsync(killed, random.NextUniform() * fastest);
            kills += code != 0 ? 1 : 0;
            // Other tests beside this one may have stretched the first run; a whole one that has ended before its kill tells.
            fastest = code == 0 && fromNothing && took < fastest ? took : fastest;
            if (await IsWholeAsync(whole, killed))
            {
                File.Delete(killed); // begin again, so that every kill has something to disturb
            }
        }
        Assert.Equal(0, (await RunAsync(killed, killAfter: null)).Code);
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
    private async Task<(int Code, TimeSpan Took)> RunAsync(string output, TimeSpan? killAfter)
    {
        var clock = Stopwatch.StartNew();
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
        return (process.ExitCode, clock.Elapsed);
    }

    private static async Task<bool> IsWholeAsync(string whole, string killed) =>
        File.Exists(killed) && (await File.ReadAllBytesAsync(killed)).Length == new FileInfo(whole).Length;
}
