using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tsmc.Cli;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Cli;

/// <summary>A random Llama of 1.1 thousand million weights (TinyLlama's shape), 2.2 GB in bf16: slow, so only where it is asked for.</summary>
public sealed partial class LargeModelTests
{
    private const string Switch = "TSMC_LARGE_TESTS";
    private const double MostOfFile = 1.15; // peak memory to file size, the issue's bound

    [Fact]
    [Trait("Speed", "slow")]
    public async Task It_loads_in_little_more_than_its_file_and_generates()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Switch) == "1", $"It takes half a minute, 2.5 GB of memory and 2.2 GB of disk; set {Switch}=1 to run it.");
        using var folder = new TemporaryFolder();
        long bytes = Write(folder.Path);
        await File.WriteAllTextAsync(folder.File("ids.jsonl"), "{\"ids\": [1, 15043, 29892, 3186]}\n");
        var watch = Stopwatch.StartNew();

        using Process process = Process.Start(new ProcessStartInfo("dotnet",
        [
            typeof(TsmcCommand).Assembly.Location, "logits", "--model", folder.Path, "--input", folder.File("ids.jsonl"),
            "--output", folder.File("out.jsonl"), "--max-new-tokens", "8", "--device", "cpu",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, said);
        JsonElement row = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("out.jsonl"))).RootElement;
        Assert.Equal(8, row.GetProperty("greedy").GetArrayLength());
        Assert.True(row.GetProperty("logits").EnumerateArray().Select(x => x.GetDouble()).Distinct().Count() > 1000);
        double peak = double.Parse(Peak().Matches(said)[^1].Groups[1].Value, CultureInfo.InvariantCulture) * (1L << 30);
        string figures = string.Create(CultureInfo.InvariantCulture, $"file {bytes / 1e9:F3} GB, peak {peak / 1e9:F3} GB, ratio {peak / bytes:F3}, {watch.Elapsed.TotalSeconds:F0} s");
        TestContext.Current.SendDiagnosticMessage(figures);
        Assert.True(peak <= MostOfFile * bytes, figures);
    }

    /// <summary>Writes configuration and weights piece by piece; returns the weights file's size.</summary>
    private static long Write(string folder)
    {
        (int width, int inner, int layers, int heads, int keys, int vocabulary) = (2048, 5632, 22, 32, 4, 32000);
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"),
            ["hidden_size"] = width,
            ["intermediate_size"] = inner,
            ["num_hidden_layers"] = layers,
            ["num_attention_heads"] = heads,
            ["num_key_value_heads"] = keys,
            ["vocab_size"] = vocabulary,
            ["max_position_embeddings"] = 2048,
            ["rms_norm_eps"] = 1e-5,
            ["torch_dtype"] = "bfloat16",
        };
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString());
        int keyWidth = keys * (width / heads);
        List<(string Name, int[] Shape)> tensors = [("model.embed_tokens.weight", [vocabulary, width]), ("model.norm.weight", [width]), ("lm_head.weight", [vocabulary, width])];
        for (int layer = 0; layer < layers; layer++)
        {
            (string Name, int[] Shape)[] own =
            [
                ("input_layernorm", [width]), ("post_attention_layernorm", [width]),
                ("self_attn.q_proj", [width, width]), ("self_attn.k_proj", [keyWidth, width]), ("self_attn.v_proj", [keyWidth, width]),
                ("self_attn.o_proj", [width, width]), ("mlp.gate_proj", [inner, width]), ("mlp.up_proj", [inner, width]), ("mlp.down_proj", [width, inner]),
            ];
            tensors.AddRange(own.Select(tensor => ($"model.layers.{layer}.{tensor.Name}.weight", tensor.Shape)));
        }
        var header = new JsonObject();
        long end = 0;
        foreach ((string name, int[] shape) in tensors)
        {
            long begin = end;
            end += 2L * shape.Aggregate(1, (a, b) => a * b);
            header[name] = new JsonObject { ["dtype"] = "BF16", ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]), ["data_offsets"] = new JsonArray(begin, end) };
        }
        byte[] json = Encoding.UTF8.GetBytes(header.ToJsonString());
        using FileStream file = File.Create(Path.Combine(folder, "model.safetensors"));
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        file.Write(length);
        file.Write(json);
        var random = new Random(1);
        var numbers = new ushort[1 << 20];
        foreach ((_, int[] shape) in tensors)
        {
            for (long left = shape.Aggregate(1L, (a, b) => a * b); left > 0; left -= numbers.Length)
            {
                for (int i = 0; i < numbers.Length; i++)
                {
                    float value = (random.NextSingle() - 0.5f) * 0.07f;
                    numbers[i] = (ushort)(BitConverter.SingleToUInt32Bits(shape.Length == 1 ? 1 + value : value) >> 16);
                }
                file.Write(MemoryMarshal.AsBytes<ushort>(numbers)[..(int)Math.Min(2L * left, 2L * numbers.Length)]);
            }
        }
        return file.Length;
    }

    [GeneratedRegex(@"has taken ([\d.]+) GiB")]
    private static partial Regex Peak();
}
