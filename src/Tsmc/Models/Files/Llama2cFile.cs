using System.Buffers.Binary;
using static TorchSharp.torch;

namespace Tsmc.Models.Files;

/// <summary>
/// Reads llama2.c's <c>.bin</c> format, version 0: seven int32 (width, feed-forward width, layers, heads, key/value heads, vocabulary,
/// positions; a negative vocabulary means a head of its own), then all weights as fp32, those of one kind for all layers together.
/// </summary>
internal static class Llama2cFile
{
    private const string Expected = "a Hugging Face folder or a llama2.c file";
    private const int HeaderBytes = 7 * sizeof(int);
    private const int LaterVersions = 0x616b3432; // "ak42"
    private const int BosTokenId = 1;
    private const int EosTokenId = 2;
    private const int LargestSize = 1 << 24;

    /// <summary>The model's shape and its tensors under Hugging Face's names.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no such file, or ends early.</exception>
    public static (LlamaConfig Config, IReadOnlyList<StoredTensor> Tensors) Read(string path)
    {
        using FileStream file = InputFile.Open(path, Expected);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
        {
            throw new InvalidDataException($"{path}: {file.Length} bytes; expected {Expected}.");
        }
        LlamaConfig config = Config(header, path);
        IReadOnlyList<StoredTensor> tensors = Tensors(config, path, out long end);
        return end == file.Length
            ? (config, tensors)
            : throw new InvalidDataException($"{path}: {file.Length} bytes; a llama2.c file of the shape that its header claims has {end}.");
    }

    private static LlamaConfig Config(ReadOnlySpan<byte> header, string path)
    {
        var fields = new int[HeaderBytes / sizeof(int)];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = BinaryPrimitives.ReadInt32LittleEndian(header[(i * sizeof(int))..]);
        }
        if (fields[0] == LaterVersions)
        {
            throw new InvalidDataException($"{path}: a llama2.c file of version {fields[1]}; expected version 0.");
        }
        bool ownHead = fields[5] < 0;
        fields[5] = ownHead ? -Math.Max(fields[5], -LargestSize - 1) : fields[5];
        if (fields.Any(field => field is <= 0 or > LargestSize))
        {
            throw new InvalidDataException($"{path}: its header is {string.Join(", ", fields)}; expected {Expected}.");
        }
        try
        {
            var config = new LlamaConfig
            {
                HiddenSize = fields[0],
                IntermediateSize = fields[1],
                Layers = fields[2],
                Heads = fields[3],
                KeyValueHeads = fields[4],
                HeadSize = fields[0] / fields[3],
                VocabularySize = fields[5],
                MaxPositions = fields[6],
                RmsNormEps = 1e-5, // as llama2.c has it
                TieWordEmbeddings = !ownHead,
                BosTokenId = BosTokenId,
                EosTokenIds = [EosTokenId],
            };
            config.Validate();
            return config;
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    private static List<StoredTensor> Tensors(LlamaConfig config, string path, out long end)
    {
        (long width, long inner, long keys) = (config.HiddenSize, config.IntermediateSize, (long)config.KeyValueHeads * config.HeadSize);
        long queries = (long)config.Heads * config.HeadSize;
        long at = HeaderBytes;
        long size = new FileInfo(path).Length;
        var tensors = new List<StoredTensor>();
        Add("model.embed_tokens.weight", null, config.VocabularySize, width);
        AddLayers("input_layernorm.weight", null, width);
        AddLayers("self_attn.q_proj.weight", config.HeadSize, queries, width);
        AddLayers("self_attn.k_proj.weight", config.HeadSize, keys, width);
        AddLayers("self_attn.v_proj.weight", null, keys, width);
        AddLayers("self_attn.o_proj.weight", null, width, queries);
        AddLayers("post_attention_layernorm.weight", null, width);
        AddLayers("mlp.gate_proj.weight", null, inner, width);
        AddLayers("mlp.down_proj.weight", null, width, inner);
        AddLayers("mlp.up_proj.weight", null, inner, width);
        Add("model.norm.weight", null, width);
        at += (long)config.MaxPositions * config.HeadSize * sizeof(float); // cos and sin, which follow from the rest
        if (!config.TieWordEmbeddings)
        {
            Add("lm_head.weight", null, config.VocabularySize, width);
        }
        end = at;
        return tensors;

        void AddLayers(string name, int? interleaved, params long[] shape)
        {
            for (int layer = 0; layer < config.Layers; layer++)
            {
                Add($"model.layers.{layer}.{name}", interleaved, shape);
            }
        }

        void Add(string name, int? interleaved, params long[] shape)
        {
            long position = at;
            long bytes = shape.Aggregate((long)sizeof(float), (product, length) => checked(product * length));
            at += bytes;
            if (at > size)
            {
                throw new InvalidDataException($"{path}: it ends within the tensor {name}; expected a llama2.c file of the shape that its header claims.");
            }
            tensors.Add(new StoredTensor(name, ScalarType.Float32, shape, bytes, path, () => InputFile.Open(path, Expected, position))
            {
                InterleavedHeadSize = interleaved,
            });
        }
    }
}
