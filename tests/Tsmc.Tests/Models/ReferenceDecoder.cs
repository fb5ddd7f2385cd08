using System.Text.Json.Nodes;

namespace Tsmc.Tests.Models;

/// <summary>
/// The decoders of all families from their definitions, in double precision and plain loops, one token after the other: slow, and without a
/// line of the library.
/// </summary>
internal sealed class ReferenceDecoder
{
    private readonly HandMadeCheckpoint _model;
    private readonly int _width, _inner, _layers, _heads, _keys, _size, _vocabulary, _window;
    private readonly double _eps, _theta;
    private readonly string _family, _scaling;
    private readonly JsonObject? _rotary;
    private readonly bool _tied;

    public ReferenceDecoder(HandMadeCheckpoint model)
    {
        _model = model;
        JsonObject config = model.Config;
        _family = (string)config["architectures"]![0]!;
        _width = (int)config["hidden_size"]!;
        _inner = (int)config["intermediate_size"]!;
        _layers = (int)config["num_hidden_layers"]!;
        _heads = (int)config["num_attention_heads"]!;
        _keys = (int)config["num_key_value_heads"]!;
        _size = (int?)config["head_dim"] ?? _width / _heads;
        _vocabulary = (int)config["vocab_size"]!;
        _eps = (double)config["rms_norm_eps"]!;
        _tied = (bool?)config["tie_word_embeddings"] ?? false;
        _rotary = (config["rope_parameters"] ?? config["rope_scaling"]) as JsonObject;
        _scaling = (string?)(_rotary?["rope_type"] ?? _rotary?["type"]) ?? "default";
        _theta = (double?)_rotary?["rope_theta"] ?? (double)config["rope_theta"]!;
        bool slides = _family == "MistralForCausalLM" || ((bool?)config["use_sliding_window"] ?? false);
        _window = slides ? (int?)config["sliding_window"] ?? int.MaxValue : int.MaxValue;
    }

    /// <summary>Logits at every position of a text.</summary>
    public double[][] Logits(IReadOnlyList<int> ids)
    {
        double[] embedding = Values("model.embed_tokens.weight");
        double[][] stream = [.. ids.Select(id => embedding[(id * _width)..((id + 1) * _width)])];
        for (int layer = 0; layer < _layers; layer++)
        {
            string at = $"model.layers.{layer}.";
            double[][] read = Attention(at + "self_attn.", [.. stream.Select(x => Norm(x, at + "input_layernorm.weight"))]);
            for (int t = 0; t < ids.Count; t++)
            {
                stream[t] = Sum(stream[t], read[t]);
                double[] normed = Norm(stream[t], at + "post_attention_layernorm.weight");
                double[] gate = Linear(normed, at + "mlp.gate_proj", _inner);
                double[] up = Linear(normed, at + "mlp.up_proj", _inner);
                double[] hidden = [.. gate.Zip(up, (g, u) => g / (1 + Math.Exp(-g)) * u)];
                stream[t] = Sum(stream[t], Linear(hidden, at + "mlp.down_proj", _width));
            }
        }
        return [.. stream.Select(x => Linear(Norm(x, "model.norm.weight"), _tied ? "model.embed_tokens" : "lm_head", _vocabulary))];
    }

    /// <summary>The most likely token, again and again.</summary>
    public int[] Greedy(IReadOnlyList<int> prompt, int count)
    {
        List<int> text = [.. prompt];
        for (int i = 0; i < count; i++)
        {
            double[] last = Logits(text)[^1];
            text.Add(Array.IndexOf(last, last.Max()));
        }
        return [.. text.Skip(prompt.Count)];
    }

    private double[][] Attention(string at, double[][] inputs)
    {
        var queries = new double[inputs.Length][];
        var keys = new double[inputs.Length][];
        var values = new double[inputs.Length][];
        for (int t = 0; t < inputs.Length; t++)
        {
            queries[t] = Turned(Linear(inputs[t], at + "q_proj", _heads * _size), at + "q_norm.weight", t);
            keys[t] = Turned(Linear(inputs[t], at + "k_proj", _keys * _size), at + "k_norm.weight", t);
            values[t] = Linear(inputs[t], at + "v_proj", _keys * _size);
        }
        var read = new double[inputs.Length][];
        for (int t = 0; t < inputs.Length; t++)
        {
            var joined = new double[_heads * _size];
            for (int head = 0; head < _heads; head++)
            {
                int key = head / (_heads / _keys);
                int first = Math.Max(0, t - _window + 1); // a window of w: the token itself and the w - 1 before it
                double[] scores = [.. Enumerable.Range(first, t - first + 1).Select(s =>
                    Enumerable.Range(0, _size).Sum(i => queries[t][head * _size + i] * keys[s][key * _size + i]) / Math.Sqrt(_size))];
                double[] weights = [.. scores.Select(score => Math.Exp(score - scores.Max()))];
                double total = weights.Sum();
                for (int i = 0; i < _size; i++)
                {
                    joined[head * _size + i] = weights.Select((weight, s) => weight * values[first + s][key * _size + i]).Sum() / total;
                }
            }
            read[t] = Linear(joined, at + "o_proj", _width);
        }
        return read;
    }

    /// <summary>Each head normalised (Qwen3) and turned: components i and i + D/2 by position times frequency i.</summary>
    private double[] Turned(double[] heads, string norm, int position)
    {
        var turned = new double[heads.Length];
        for (int at = 0; at < heads.Length; at += _size)
        {
            double[] head = heads[at..(at + _size)];
            if (_family == "Qwen3ForCausalLM")
            {
                head = Norm(head, norm);
            }
            for (int i = 0; i < _size / 2; i++)
            {
                (double sin, double cos) = Math.SinCos(position * Frequency(i));
                (double a, double b) = (head[i], head[i + _size / 2]);
                (turned[at + i], turned[at + i + _size / 2]) = (a * cos - b * sin, b * cos + a * sin);
            }
        }
        return turned;
    }

    private double Frequency(int i)
    {
        double frequency = 1 / Math.Pow(_theta, 2.0 * i / _size);
        switch (_scaling)
        {
            case "linear":
                return frequency / (double)_rotary!["factor"]!;
            case "llama3":
                double factor = (double)_rotary!["factor"]!, low = (double)_rotary["low_freq_factor"]!, high = (double)_rotary["high_freq_factor"]!;
                double context = (double)_rotary["original_max_position_embeddings"]!, wavelength = 2 * Math.PI / frequency;
                if (wavelength < context / high)
                {
                    return frequency;
                }
                if (wavelength > context / low)
                {
                    return frequency / factor;
                }
                double smooth = (context / wavelength - low) / (high - low);
                return (1 - smooth) * frequency / factor + smooth * frequency;
            default:
                return frequency;
        }
    }

    private double[] Norm(double[] x, string name)
    {
        double scale = 1 / Math.Sqrt(x.Sum(value => value * value) / x.Length + _eps);
        return [.. x.Zip(Values(name), (value, weight) => value * scale * weight)];
    }

    private double[] Linear(double[] x, string name, int outputs)
    {
        double[] weight = Values(name + ".weight");
        double[]? bias = _model.Weights.ContainsKey(name + ".bias") ? Values(name + ".bias") : null;
        var result = new double[outputs];
        for (int o = 0; o < outputs; o++)
        {
            double sum = bias?[o] ?? 0;
            for (int i = 0; i < x.Length; i++)
            {
                sum += weight[o * x.Length + i] * x[i];
            }
            result[o] = sum;
        }
        return result;
    }

    private double[] Values(string name) => _cache.TryGetValue(name, out double[]? values)
        ? values
        : _cache[name] = [.. _model.Weights[name].Values.Select(value => (double)value)];

    private readonly Dictionary<string, double[]> _cache = [];

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
