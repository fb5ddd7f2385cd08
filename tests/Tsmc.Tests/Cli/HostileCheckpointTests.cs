using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using TorchSharp;
using Tsmc.Tests.Models;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Cli;

/// <summary>Checkpoints that a stranger wrote: each is answered by one sentence and exit code 2, and takes no memory that it only claims.</summary>
public sealed class HostileCheckpointTests
{
    private const string Weights = "model.safetensors";
    private const string Index = "model.safetensors.index.json";
    private const string Archive = "pytorch_model.bin";
    private const string First = "model.norm.weight";

    // What the tool itself allocates for a good checkpoint of this size stays below it.
    private const long MaxAllocated = 8 << 20;

    private static readonly Dictionary<string, (string Sentence, Action<Place> Break)> Cases = new()
    {
        ["safetensors: an empty file"] = ("0 bytes", place => place.Write(Weights, [])),
        ["safetensors: five bytes"] = ("5 bytes", place => place.Write(Weights, [1, 2, 3, 4, 5])),
        ["safetensors: header length 2^63"] = ("9223372036854775808 bytes", place => place.Write(Weights, WithLength(1UL << 63))),
        ["safetensors: header length 2^64 - 1"] = ("18446744073709551615 bytes", place => place.Write(Weights, WithLength(ulong.MaxValue))),
        ["safetensors: header longer than the file"] = ("its header claims 4000 bytes", place => place.Write(Weights, WithLength(4000))),
        ["safetensors: a header of 200 MB"] = ("expected at most 16000000", place =>
        {
            place.Write(Weights, WithLength(200_000_000));
            using FileStream file = File.OpenWrite(place.File(Weights));
            file.SetLength(300_000_000); // sparse
        }),
        ["safetensors: some other file"] = ("its header claims", place => place.Write(Weights, "this is no weights file, whatever its name says"u8.ToArray())),
        ["safetensors: header not JSON"] = ("not valid JSON", place => place.Write(Weights, HandMadeCheckpoint.Joined("{\"a\": ", []))),
        ["safetensors: header not UTF-8"] = ("not valid JSON", place => place.Write(Weights, [4, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x22, 0xff, 0xfe])),
        ["safetensors: header a list"] = ("expected an object", place => place.Write(Weights, HandMadeCheckpoint.Joined("[]", []))),
        ["safetensors: deep JSON"] = ("not valid JSON", place => place.Write(Weights, HandMadeCheckpoint.Joined(Deep("{\"a\":", "1", "}"), []))),
        ["safetensors: 100,001 tensors"] = ("names more than 100000 tensors", place => place.Write(Weights, HandMadeCheckpoint.Joined(
            "{" + string.Join(',', Enumerable.Range(0, 100_001).Select(i => $"\"{i}\":0")) + "}", []))),
        ["safetensors: an empty header"] = ("is missing", place => place.Write(Weights, HandMadeCheckpoint.Joined("{}", []))),
        ["safetensors: one byte short"] = ("bytes of data", place => place.Write(Weights, place.Good()[..^1])),
        ["safetensors: one byte too many"] = ("bytes of data", place => place.Write(Weights, [.. place.Good(), 0])),
        ["safetensors: half a file"] = ("bytes of data", place => place.Write(Weights, place.Good()[..^2000])),
        ["safetensors: overlapping tensors"] = ("the one before it ends at", place => place.Header(header => Shift(header, -4))),
        ["safetensors: a hole"] = ("the one before it ends at", place => place.Header(header => Shift(header, 4))),
        ["safetensors: two tensors in one place"] = ("the one before it ends at", place => place.Header(header =>
            header["model.layers.0.input_layernorm.weight"]!["data_offsets"] = header[First]!["data_offsets"]!.DeepClone())),
        ["safetensors: offsets beyond the file"] = ("ends at", place => place.Header(header => Shift(header, 1L << 40))),
        ["safetensors: offsets backwards"] = ("expected a begin and an end", place => place.Header(header => header[First]!["data_offsets"] = new JsonArray(96, 0))),
        ["safetensors: a negative offset"] = ("expected whole numbers", place => place.Header(header => header[First]!["data_offsets"] = new JsonArray(-96, 0))),
        ["safetensors: an offset of 1e30"] = ("expected whole numbers", place => place.Header(header => header[First]!["data_offsets"] = JsonNode.Parse("[0, 1e30]"))),
        ["safetensors: offsets a text"] = ("expected a list", place => place.Header(header => header[First]!["data_offsets"] = "0-96")),
        ["safetensors: three offsets"] = ("expected a begin and an end", place => place.Header(header => header[First]!["data_offsets"] = new JsonArray(0, 8, 96))),
        ["safetensors: a shape that overflows"] = ("has 96 bytes", place => place.Header(header => header[First]!["shape"] = new JsonArray(1L << 62, 1L << 62))),
        ["safetensors: a negative size"] = ("expected whole numbers", place => place.Header(header => header[First]!["shape"] = new JsonArray(-24))),
        ["safetensors: a shape of other bytes"] = ("has 96 bytes", place => place.Header(header => header[First]!["shape"] = new JsonArray(25))),
        ["safetensors: an unknown number type"] = ("number type", place => place.Header(header => header[First]!["dtype"] = "F31")),
        ["safetensors: a number type that is a number"] = ("must have dtype", place => place.Header(header => header[First]!["dtype"] = 32)),
        ["safetensors: whole numbers for weights"] = ("does not hold floating-point numbers", place => place.Header(header => header[First]!["dtype"] = "I32")),
        ["safetensors: a field of its own"] = ("and nothing else", place => place.Header(header => header[First]!["code"] = "import os")),
        ["safetensors: no shape"] = ("must have dtype", place => place.Header(header => header[First]!.AsObject().Remove("shape"))),
        ["safetensors: a tensor that is a text"] = ("must have dtype", place => place.Header(header => header[First] = "weights")),
        ["safetensors: a name twice"] = ("not valid JSON", place => place.HeaderText(text => text.Replace("lm_head.weight", First))),
        ["safetensors: a tensor missing"] = ("model.norm.weight is missing", place => place.Rewrite(names => names.Where(name => name != First))),
        ["safetensors: a tensor unknown"] = ("has no place in this model", place => place.HeaderText(text => text.Replace("\"__metadata__\"", "\"model.layers.9.extra\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"__metadata__\""))),
        ["safetensors: a tensor turned"] = ("has shape [40, 24], expected [24, 40]", place => place.Header(header =>
            header["model.layers.0.mlp.down_proj.weight"]!["shape"] = new JsonArray(40, 24))),
        ["safetensors: NaN among the weights"] = ("is not a finite number", place => place.Write(Weights, [.. place.Good()[..^4], .. BitConverter.GetBytes(float.NaN)])),
        ["safetensors: infinity among the weights"] = ("is not a finite number", place => place.Write(Weights, [.. place.Good()[..^4], .. BitConverter.GetBytes(float.NegativeInfinity)])),
        ["safetensors: a folder"] = ("a folder; expected a safetensors file", place => place.Folder(Weights)),
        ["safetensors: none"] = ("no such file", place => place.Delete(Weights)),

        ["index: a shard missing"] = ("no such file", place => place.Shards(map => map["lm_head.weight"] = "model-00003-of-00002.safetensors")),
        ["index: out of the folder"] = ("beside the index", place => place.Shards(map => map[First] = "../model.safetensors")),
        ["index: an absolute path"] = ("beside the index", place => place.Shards(map => map[First] = "/etc/passwd")),
        ["index: a path of Windows"] = ("beside the index", place => place.Shards(map => map[First] = "C:\\weights")),
        ["index: a hidden file"] = ("beside the index", place => place.Shards(map => map[First] = ".ssh")),
        ["index: a number for a file"] = ("beside the index", place => place.Shards(map => map[First] = 5)),
        ["index: the wrong shard"] = ("where the index says it is", place => place.Shards(map => map[First] = map["lm_head.weight"]!.DeepClone())),
        ["index: a tensor of no shard"] = ("where the index says it is", place => place.Shards(map => map["model.extra"] = "model-00001-of-00002.safetensors")),
        ["index: not JSON"] = ("not valid JSON", place => place.Index("{")),
        ["index: deep JSON"] = ("not valid JSON", place => place.Index(Deep("[", "", "]"))),
        ["index: without a map"] = ("weight_map", place => place.Index("{\"metadata\": {}}")),
        ["index: an empty map"] = ("weight_map", place => place.Index("{\"weight_map\": {}}")),
        ["index: a folder"] = ("a folder", place =>
        {
            place.Delete(Weights);
            place.Folder(Index);
        }),
        ["index: a tensor in two shards"] = ("as well; expected it once", place =>
        {
            place.Shards(_ => { });
            place.Write("model-00002-of-00002.safetensors", place.Model.Safetensors(place.Model.Weights.Keys, bf16: false));
        }),

        ["archive: an empty file"] = ("no zip archive", place => place.Bin([])),
        ["archive: some other file"] = ("no zip archive", place => place.Bin("no archive at all"u8.ToArray())),
        ["archive: the format before PyTorch 1.6"] = ("before 1.6", place => place.Bin([0x80, 2, 0x8a, 10, 1, 2, 3])),
        ["archive: cut"] = ("not a readable PyTorch checkpoint", place => place.Bin(HandMadePickle.Archive(place.Tensors())[..^500])),
        ["archive: no pickle"] = ("0 entries data.pkl", place => place.Bin(OtherZip())),
        ["archive: numbers missing"] = ("are missing", place => place.Bin(HandMadePickle.Archive(HandMadePickle.StateDict(place.Tensors()), []))),
        ["archive: a storage of other size"] = ("its storage claims", place => place.Bin(HandMadePickle.Archive(
            HandMadePickle.StateDict(place.Tensors()), [.. place.Tensors().Select(_ => new byte[8])]))),
        ["archive: compressed"] = ("expected it uncompressed", place => place.Bin(HandMadePickle.Archive(
            HandMadePickle.StateDict(place.Tensors()), [.. place.Tensors().Select(tensor => new byte[4 * tensor.Values.Length])], CompressionLevel.SmallestSize))),
        ["pickle: os.system"] = ("asks for os.system", place => place.Pickle(
            [0x80, 2, .. HandMadePickle.Global("os", "system"), (byte)'(', .. HandMadePickle.Text("echo broken in"), (byte)'t', (byte)'R', (byte)'.'])),
        ["pickle: eval, by the newer opcode"] = ("asks for builtins.eval", place => place.Pickle(
            [0x80, 4, .. HandMadePickle.Text("builtins"), .. HandMadePickle.Text("eval"), 0x93, (byte)'.'])),
        ["pickle: an instance of a class"] = ("opcode 0x69", place => place.Pickle([0x80, 2, (byte)'(', .. "ios\nsystem\n"u8, (byte)'.'])),
        ["pickle: a tensor of another kind"] = ("asks for torch._utils._rebuild_sparse_tensor", place => place.Pickle(
            [0x80, 2, .. HandMadePickle.Global("torch._utils", "_rebuild_sparse_tensor"), (byte)'.'])),
        ["pickle: a list"] = ("opcode 0x5d", place => place.Pickle([0x80, 2, (byte)']', (byte)'.'])),
        ["pickle: a number"] = ("no state dict", place => place.Pickle([0x80, 2, (byte)'K', 1, (byte)'.'])),
        ["pickle: a text of 2 GB"] = ("ends early", place => place.Pickle([0x80, 2, (byte)'X', 0xff, 0xff, 0xff, 0x7f])),
        ["pickle: cut"] = ("ends early", place => place.Pickle(HandMadePickle.StateDict(place.Tensors())[..^1])),
        ["pickle: an empty stack"] = ("damaged", place => place.Pickle([0x80, 2, (byte)'R', (byte)'.'])),
        ["pickle: a tensor beyond its storage"] = ("reaches beyond its storage", place => place.OneTensor(HandMadePickle.Tensor("0", 24, 8, [24], [1]))),
        ["pickle: a negative offset"] = ("reaches beyond its storage", place => place.OneTensor(HandMadePickle.Tensor("0", 24, -8, [24], [1]))),
        ["pickle: strides out of bounds"] = ("row-major order", place => place.OneTensor(HandMadePickle.Tensor("0", 24, 0, [24], [1 << 30]))),
        ["pickle: a path for a storage"] = ("are missing", place => place.OneTensor(HandMadePickle.Tensor("../../../etc/passwd", 24, 0, [24], [1]))),
        ["pickle: a storage of 8 GB"] = ("its storage claims", place => place.OneTensor(HandMadePickle.Tensor("0", int.MaxValue, 0, [24], [1]))),

        ["config: none"] = ("no such file", place => place.Delete("config.json")),
        ["config: a folder"] = ("a folder", place => place.Folder("config.json")),
        ["config: empty"] = ("not valid JSON", place => place.Write("config.json", [])),
        ["config: deep JSON"] = ("not valid JSON", place => place.Write("config.json", Encoding.UTF8.GetBytes(Deep("[", "", "]")))),
        ["config: a vocabulary of two thousand million"] = ("has shape", place => place.Config(config => config["vocab_size"] = int.MaxValue)),
        ["config: two thousand million layers"] = ("is missing", place => place.Config(config => config["num_hidden_layers"] = int.MaxValue)),
        ["config: heads that overflow"] = ("has shape", place => place.Config(config => config["head_dim"] = int.MaxValue - 1)),
        ["config: no heads"] = ("expected a positive whole number", place => place.Config(config => config["num_attention_heads"] = 0)),

        ["llama2.c: an empty file"] = ("0 bytes", place => place.Single([])),
        ["llama2.c: a text"] = ("its header is", place => place.Single("once upon a time there was a file that was no model"u8.ToArray())),
        ["llama2.c: a later version"] = ("version 1", place => place.Single(Ints(0x616b3432, 1, 3, 4, 5, 6, 7))),
        ["llama2.c: sizes of nothing"] = ("its header is", place => place.Single(Ints(0, 0, 0, 0, 0, 0, 0))),
        ["llama2.c: the largest sizes"] = ("ends within the tensor", place => place.Single(Ints(1 << 24, 1 << 24, 1 << 24, 1 << 23, 1 << 23, 1 << 24, 1 << 24))),
        ["llama2.c: cut"] = ("ends within the tensor", place => place.Single([.. Ints(8, 16, 1, 2, 1, 10, 16), .. new byte[400]])),
        ["llama2.c: too long"] = ("has 3004", place => place.Single([.. Ints(8, 16, 1, 2, 1, 10, 16), .. new byte[4000]])),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task One_sentence_and_exit_code_2(string name)
    {
        using var place = new Place();
        (string sentence, Action<Place> breakIt) = Cases[name];
        breakIt(place);
        string input = place.File("ids.jsonl");
        await File.WriteAllTextAsync(input, "{\"ids\": [1, 2]}\n");
        long tensors = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        long allocated = GC.GetAllocatedBytesForCurrentThread();

        CommandLine run = await CommandLine.RunAsync("logits", "--model", place.ToolPath, "--input", input, "--output", place.File("out.jsonl"), "--device", "cpu");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, MaxAllocated);
        Assert.Equal(tensors, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Assert.Equal(2, run.Code);
        string line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("tsmc: ", line);
        Assert.Contains(sentence, line);
        Assert.DoesNotContain("System.", line);
        Assert.False(File.Exists(place.File("out.jsonl")));
    }

    private static byte[] WithLength(ulong length)
    {
        var file = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        return file;
    }

    private static string Deep(string open, string core, string close) =>
        string.Concat(Enumerable.Repeat(open, 20000)) + core + string.Concat(Enumerable.Repeat(close, 20000));

    private static void Shift(JsonObject header, long by)
    {
        JsonArray offsets = header["lm_head.weight"]!["data_offsets"]!.AsArray();
        header["lm_head.weight"]!["data_offsets"] = new JsonArray(offsets[0]!.GetValue<long>() + by, offsets[1]!.GetValue<long>() + by);
    }

    private static byte[] Ints(params int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] OtherZip()
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("readme.txt");
        }
        return file.ToArray();
    }

    /// <summary>A folder with a good checkpoint, to be broken in one place.</summary>
    private sealed class Place : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private string? _single;

        public Place() => Model.Write(_folder.Path);

        public HandMadeCheckpoint Model { get; } = new(FamilyConfigs.Of("llama"), 4);

        public string ToolPath => _single ?? _folder.Path;

        public string File(string name) => _folder.File(name);

        public byte[] Good() => System.IO.File.ReadAllBytes(File(Weights));

        public List<(string Name, int[] Shape, float[] Values)> Tensors() => [.. Model.Weights.Select(weight => (weight.Key, weight.Value.Shape, weight.Value.Values))];

        public void Write(string name, byte[] bytes) => System.IO.File.WriteAllBytes(File(name), bytes);

        public void Delete(string name) => System.IO.File.Delete(File(name));

        public void Folder(string name)
        {
            Delete(name);
            Directory.CreateDirectory(File(name));
        }

        public void Header(Action<JsonObject> change) => HeaderText(text =>
        {
            JsonObject header = JsonNode.Parse(text)!.AsObject();
            change(header);
            return header.ToJsonString();
        });

        public void HeaderText(Func<string, string> change)
        {
            byte[] good = Good();
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(good);
            Write(Weights, HandMadeCheckpoint.Joined(change(Encoding.UTF8.GetString(good, 8, length)), good[(8 + length)..]));
        }

        public void Rewrite(Func<IEnumerable<string>, IEnumerable<string>> names) => Write(Weights, Model.Safetensors(names(Model.Weights.Keys), bf16: false));

        public void Shards(Action<JsonObject> change)
        {
            Delete(Weights);
            Model.Write(_folder.Path, shards: 2);
            JsonObject index = JsonNode.Parse(System.IO.File.ReadAllText(File(HostileCheckpointTests.Index)))!.AsObject();
            change(index["weight_map"]!.AsObject());
            Index(index.ToJsonString());
        }

        public void Index(string text)
        {
            Delete(Weights);
            System.IO.File.WriteAllText(File(HostileCheckpointTests.Index), text);
        }

        public void Bin(byte[] bytes)
        {
            Delete(Weights);
            Write(Archive, bytes);
        }

        public void Pickle(byte[] pickle) => Bin(HandMadePickle.Archive(pickle, [.. Tensors().Select(tensor => new byte[4 * tensor.Values.Length])]));

        /// <summary>A state dict of one tensor whose storage, the archive's first, has 24 numbers.</summary>
        public void OneTensor(byte[] tensor) => Bin(HandMadePickle.Archive(
            [0x80, 2, (byte)'}', .. HandMadePickle.Text(First), .. tensor, (byte)'s', (byte)'.'], [new byte[96]]));

        public void Config(Action<JsonObject> change)
        {
            change(Model.Config);
            System.IO.File.WriteAllText(File("config.json"), Model.Config.ToJsonString());
        }

        public void Single(byte[] bytes)
        {
            _single = File("model.bin");
            Write("model.bin", bytes);
        }

        public void Dispose() => _folder.Dispose();
    }
}
