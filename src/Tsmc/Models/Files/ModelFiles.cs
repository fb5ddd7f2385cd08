using static TorchSharp.torch;

namespace Tsmc.Models.Files;

/// <summary>What a model's files hold, before any weight is read: its configuration and where each tensor lies.</summary>
internal sealed class ModelFiles
{
    private readonly Dictionary<string, StoredTensor> _tensors;
    private readonly string _path;

    private ModelFiles(string path, LlamaConfig config, IReadOnlyList<StoredTensor> tensors)
    {
        (_path, Config) = (path, config);
        _tensors = tensors.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>The model's shape.</summary>
    public LlamaConfig Config { get; }

    /// <summary>All tensors, those included that the model does not need.</summary>
    public IReadOnlyCollection<StoredTensor> Tensors => _tensors.Values;

    /// <summary>The number type of the weights: that of the embedding.</summary>
    public ScalarType Type => _tensors["model.embed_tokens.weight"].Type is { } type && type != ScalarType.Float64 ? type : ScalarType.Float32;

    /// <summary>Opens a Hugging Face folder or a llama2.c file.</summary>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or asks for what this library does not do.</exception>
    public static ModelFiles Open(string path)
    {
        if (File.Exists(path))
        {
            (LlamaConfig shape, IReadOnlyList<StoredTensor> all) = Llama2cFile.Read(path);
            return new ModelFiles(path, shape, all);
        }
        LlamaConfig config = LlamaConfig.Load(path);
        (string file, IReadOnlyList<StoredTensor> tensors) = Weights(path);
        return new ModelFiles(file, config, tensors);
    }

    /// <summary>One more file of tensors of the same model.</summary>
    public ModelFiles Beside(string path) => new(path, Config, SafetensorsFile.Read(path));

    /// <summary>Holds the files to what the configuration says: every weight there, of the right shape and a floating type, and nothing unknown.</summary>
    /// <param name="weights">The model's weights.</param>
    /// <param name="mayStand">Whether a tensor that is none of them may stand in the files.</param>
    /// <exception cref="InvalidDataException">They do not fit.</exception>
    public void Check<TModel>(IEnumerable<NamedWeight<TModel>> weights, Func<string, bool> mayStand)
    {
        var known = new HashSet<string>();
        foreach (NamedWeight<TModel> weight in weights)
        {
            if (!_tensors.TryGetValue(weight.Name, out StoredTensor? found))
            {
                throw new InvalidDataException($"{_path}: the tensor {weight.Name} is missing.");
            }
            if (!found.Shape.AsSpan().SequenceEqual(weight.Shape))
            {
                throw new InvalidDataException(
                    $"{found.File}: the tensor {weight.Name} has shape [{string.Join(", ", found.Shape)}], expected [{string.Join(", ", weight.Shape)}].");
            }
            bool fits = weight.Kind == WeightKind.Int8
                ? found.Type == ScalarType.Int8
                : found.Type is ScalarType.Float64 or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16;
            if (!fits)
            {
                throw new InvalidDataException(weight.Kind == WeightKind.Int8
                    ? $"{found.File}: the tensor {weight.Name} does not hold int8 numbers, which quantization_config says it does."
                    : $"{found.File}: the tensor {weight.Name} does not hold floating-point numbers; expected F32, BF16 or F16.");
            }
            known.Add(weight.Name);
        }
        if (_tensors.Values.FirstOrDefault(tensor => !known.Contains(tensor.Name) && !mayStand(tensor.Name)) is { } unknown)
        {
            throw new InvalidDataException(
                $"{unknown.File}: the tensor {unknown.Name} has no place in this model; expected the weights that its configuration asks for and no others.");
        }
    }

    /// <summary>Reads every weight into the model's own memory.</summary>
    public void Fill<TModel>(IEnumerable<NamedWeight<TModel>> weights, TModel model)
    {
        foreach (NamedWeight<TModel> weight in weights)
        {
            using var scope = NewDisposeScope();
            TensorReading.Read(_tensors[weight.Name], weight.View(model));
        }
    }

    /// <summary>Reads one tensor into memory of its own.</summary>
    public Tensor Read(string name, ScalarType type)
    {
        Tensor tensor = empty(_tensors[name].Shape, type);
        TensorReading.Read(_tensors[name], tensor);
        return tensor;
    }

    /// <summary>The weights of a folder: safetensors where there are any, for PyTorch's archives are slower to open.</summary>
    private static (string File, IReadOnlyList<StoredTensor> Tensors) Weights(string folder)
    {
        const string Index = ".index.json";
        (string Name, Func<string, IReadOnlyList<StoredTensor>> Read)[] kinds = [("model.safetensors", SafetensorsFile.Read), ("pytorch_model.bin", TorchArchive.Read)];
        foreach ((string name, Func<string, IReadOnlyList<StoredTensor>> read) in kinds)
        {
            string whole = Path.Combine(folder, name);
            if (Path.Exists(whole))
            {
                return (whole, read(whole));
            }
            if (Path.Exists(whole + Index))
            {
                return (whole + Index, ShardIndex.Read(whole + Index, read));
            }
        }
        string expected = Path.Combine(folder, kinds[0].Name);
        throw new FileNotFoundException(
            $"{expected}: no such file; expected the weights of a Hugging Face model folder, in one file or several with an index.", expected);
    }
}
