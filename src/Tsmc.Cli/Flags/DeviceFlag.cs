using System.CommandLine;
using TorchSharp;
using Tsmc.Torch;

namespace Tsmc.Cli.Flags;

/// <summary>Where the models live.</summary>
internal sealed class DeviceFlag
{
    private readonly Option<string> _device = Flag.Of("--device", "auto", "auto (cuda where there is one, else cpu), cpu, cuda or cuda:1.");

    public Option All => _device;

    /// <summary>The device; libtorch is loaded for it.</summary>
    /// <exception cref="ArgumentException">There is no such device on this machine.</exception>
    public torch.Device Read(Session session)
    {
        string name = session.Require(_device);
        Libtorch.EnsureLoaded();
        int cards = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        string number = name.StartsWith("cuda:", StringComparison.Ordinal) ? name["cuda:".Length..] : "0";
        return name switch
        {
            "cpu" => torch.CPU,
            "auto" when cards == 0 => torch.CPU,
            "auto" or "cuda" or ['c', 'u', 'd', 'a', ':', ..] when int.TryParse(number, out int index) && index >= 0 =>
                index < cards
                    ? torch.device(DeviceType.CUDA, index)
                    : throw new ArgumentException($"device is {name}; libtorch sees {cards} CUDA devices here (see tsmc doctor)."),
            _ => throw new ArgumentException($"device is {name}; expected auto, cpu, cuda or cuda:NUMBER."),
        };
    }
}
