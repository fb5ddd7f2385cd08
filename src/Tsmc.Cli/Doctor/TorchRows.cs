using System.Globalization;
using Tsmc.Torch;

namespace Tsmc.Cli.Doctor;

/// <summary>libtorch: found, mended, and what it can do here.</summary>
internal static class TorchRows
{
    public static IEnumerable<DoctorRow> Look()
    {
        LibtorchReport? report = Load(out string whyNot);
        if (report is null)
        {
            yield return new DoctorRow(
                false, "libtorch", whyNot.TrimEnd('.'), "There are CPU builds for Linux x64, Windows x64 and macOS arm64", Needed: true);
            yield break;
        }
        yield return new DoctorRow(true, "libtorch", $"{report.Version}, {report.Source}", Needed: true);
        yield return new DoctorRow(true, "Mended", report.Mended is null
            ? "nothing needed mending"
            : $"this system's libstdc++ is older than the bridge library asks for, in name only; a marked copy is used: {report.Mended}");
        yield return new DoctorRow(true, "Threads", string.Create(
            CultureInfo.InvariantCulture, $"{ComputeDevices.Threads.InOperation} in an operation, {ComputeDevices.Threads.Between} between operations"));
        IReadOnlyList<(string Name, IReadOnlyList<string> Types)> devices = ComputeDevices.Probe();
        foreach ((string name, IReadOnlyList<string> types) in devices)
        {
            bool serves = types.Contains("fp32");
            yield return new DoctorRow(
                serves, name == "cpu" ? "CPU" : name, types.Count == 0 ? "no matrix product ran" : $"serves {string.Join(", ", types)}",
                serves ? "" : "The driver or this build of libtorch does not fit the device", Needed: name == "cpu");
        }
        if (devices.Count == 1)
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
}
