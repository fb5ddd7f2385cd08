using System.Globalization;
using TorchSharp;
using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Cli.Doctor;

/// <summary>libtorch: found, mended, and what it can do here.</summary>
internal static class TorchRows
{
    private static readonly (string Name, ScalarType Type)[] Types =
        [("fp32", ScalarType.Float32), ("bf16", ScalarType.BFloat16), ("fp16", ScalarType.Float16)];

    public static IEnumerable<DoctorRow> Look()
    {
        LibtorchReport? report = Load(out string whyNot);
        if (report is null)
        {
            yield return new DoctorRow(
                false, "libtorch", whyNot,
                "Linux x64, Windows x64 and macOS arm64 have a CPU build: dotnet build -c Release; for CUDA add -p:TorchBackend=cuda", Needed: true);
            yield break;
        }
        yield return new DoctorRow(true, "libtorch", $"{report.Version}, {report.Source}", Needed: true);
        yield return new DoctorRow(true, "Mended", report.Mended is null
            ? "nothing needed mending"
            : $"this system's libstdc++ is older than the bridge library asks for, in name only; a marked copy is used: {report.Mended}");
        yield return new DoctorRow(true, "Threads", string.Create(
            CultureInfo.InvariantCulture, $"{get_num_threads()} in an operation, {get_num_interop_threads()} between operations"));
        yield return DeviceRow(CPU, "CPU", needed: true);
        int cards = cuda.is_available() ? cuda.device_count() : 0;
        for (int card = 0; card < cards; card++)
        {
            yield return DeviceRow(device(DeviceType.CUDA, card), $"cuda:{card}", needed: false);
        }
        if (cards == 0)
        {
            yield return new DoctorRow(
                false, "GPU", "libtorch sees none", "With an NVIDIA card: build with -p:TorchBackend=cuda; without one the CPU does it all");
        }
    }

    private static LibtorchReport? Load(out string whyNot)
    {
        try
        {
            whyNot = "";
            return Libtorch.EnsureLoaded();
        }
        catch (DllNotFoundException error)
        {
            whyNot = Failure.Describe(error).Sentence;
            return null;
        }
    }

    /// <summary>Which number types multiply matrices on a device.</summary>
    private static DoctorRow DeviceRow(Device where, string name, bool needed)
    {
        string[] serve = [.. Types.Where(type => Multiplies(where, type.Type)).Select(type => type.Name)];
        return new DoctorRow(
            serve.Contains("fp32"), name, serve.Length == 0 ? "no matrix product ran" : $"serves {string.Join(", ", serve)}",
            serve.Contains("fp32") ? "" : "The driver or this build of libtorch does not fit the device", needed);
    }

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
