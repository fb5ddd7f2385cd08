using System.CommandLine;
using Tsmc.Models;
using Tsmc.Torch;

namespace Tsmc.Cli.Flags;

/// <summary>Where the models live and in which numbers.</summary>
/// <param name="standardType"><c>auto</c>, the file's own number type, or one that suits the verb better.</param>
internal sealed class PlacementFlags(string standardType)
{
    private const string Auto = "auto";

    private readonly Option<string> _device = Flag.Of("--device", Auto, "auto (cuda where there is one, else cpu), cpu, cuda or cuda:1.");

    private readonly Option<string> _type = Flag.Word(
        "--dtype", standardType, [Auto, .. NumberType.Names], "Numbers of the weights: auto (as in the file), fp32, bf16 or fp16.");

    public IEnumerable<Option> All => [_device, _type];

    /// <summary>The device and number type; libtorch is loaded for it.</summary>
    /// <exception cref="ArgumentException">There is no such device on this machine.</exception>
    public ModelPlacement Read(Session session)
    {
        string type = session.Require(_type);
        return new ModelPlacement(ComputeDevices.Parse(session.Require(_device)), type == Auto ? null : NumberType.Parse(type));
    }

    /// <summary>A generator read to where the flags say, with a remark on what may surprise.</summary>
    public Generator LoadGenerator(Session session, string path)
    {
        _ = Checkpoint.Inspect(path); // what is wrong with the files is said before libtorch is loaded
        ModelPlacement placement = Read(session);
        Generator generator = Checkpoint.LoadGenerator(path, placement.Device, placement.Type);
        Remark(session, path, generator);
        return generator;
    }

    /// <summary>Says what a loaded model takes, and what may surprise about it.</summary>
    public static void Remark(Session session, string path, Generator generator)
    {
        CheckpointInfo info = Checkpoint.Inspect(path, generator.Backbone.Type);
        session.Remark(
            $"{path}: {ByteSize.Show(info.WeightBytes)} of weights in {(info.Config.Int8Weights ? "int8 and " : "")}{NumberType.Name(info.Type)}, "
            + $"{ByteSize.Show(info.FileBytes)} in files; the process has taken {ByteSize.Show(ProcessMemory.PeakBytes)} at most.");
        if (generator.Config.SlidingWindow is { } window)
        {
            session.Remark($"The model has a sliding window: a token sees the {window} tokens up to itself. Shorter contexts are not touched by it.");
        }
    }
}
