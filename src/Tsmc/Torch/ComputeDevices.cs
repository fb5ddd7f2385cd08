using TorchSharp;
using static TorchSharp.torch;

namespace Tsmc.Torch;

/// <summary>The devices that libtorch sees here, by the names of PyTorch: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
public static class ComputeDevices
{
    /// <summary>Number of CUDA devices; libtorch is loaded for it.</summary>
    public static int CudaCount
    {
        get
        {
            Libtorch.EnsureLoaded();
            return cuda.is_available() ? cuda.device_count() : 0;
        }
    }

    /// <summary>Threads of libtorch: within one operation, and between operations.</summary>
    public static (int InOperation, int Between) Threads => (get_num_threads(), get_num_interop_threads());

    /// <summary>The device of a name: <c>auto</c> (the first CUDA device where there is one, else the CPU), <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    /// <exception cref="ArgumentException">The name is none of these, or there is no such device on this machine.</exception>
    public static Device Parse(string name)
    {
        int cards = CudaCount;
        string number = name.StartsWith("cuda:", StringComparison.Ordinal) ? name["cuda:".Length..] : "0";
        return name switch
        {
            "cpu" => CPU,
            "auto" when cards == 0 => CPU,
            "auto" or "cuda" or ['c', 'u', 'd', 'a', ':', ..] when int.TryParse(number, out int index) && index >= 0 =>
                index < cards
                    ? device(DeviceType.CUDA, index)
                    : throw new ArgumentException($"device is {name}; libtorch sees {cards} CUDA devices here (see tsmc doctor)."),
            _ => throw new ArgumentException($"device is {name}; expected auto, cpu, cuda or cuda:NUMBER."),
        };
    }

    /// <summary>Every device, the CPU first, with the number types in which it multiplies matrices: tried, not looked up.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Types)> Probe()
    {
        int cards = CudaCount;
        return [("cpu", Served(CPU)), .. Enumerable.Range(0, cards).Select(card => ($"cuda:{card}", Served(device(DeviceType.CUDA, card))))];
    }

    private static string[] Served(Device where) => [.. NumberType.Names.Where(name => Multiplies(where, NumberType.Parse(name)))];

    private static bool Multiplies(Device where, ScalarType type)
    {
        try
        {
            using var scope = NewDisposeScope();
            Tensor eye = torch.eye(8, dtype: type, device: where);
            return eye.matmul(eye).to(ScalarType.Float32).sum().item<float>() == 8;
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            return false;
        }
    }
}
