using System.CommandLine;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc demo</c>: the demonstration models.</summary>
internal sealed class DemoVerb : Command
{
    public DemoVerb()
        : base("demo", "The demonstration models: how they are made.") => Add(new DemoTrainVerb());
}
