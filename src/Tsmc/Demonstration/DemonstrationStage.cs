namespace Tsmc.Demonstration;

/// <summary>One stage of the demonstration's training that is done.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Command">The command of the tool that does the same.</param>
/// <param name="Seconds">Its duration, interruptions not counted.</param>
/// <param name="Figures">Losses and other figures by name.</param>
public sealed record DemonstrationStage(string Name, string Command, double Seconds, IReadOnlyDictionary<string, double> Figures);
