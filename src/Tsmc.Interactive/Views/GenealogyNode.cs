namespace Tsmc.Interactive.Views;

/// <summary>One particle in a genealogy.</summary>
/// <param name="Parent">Slot of the particle of the step before that it continues; null at the first step.</param>
/// <param name="Text">What it wrote.</param>
/// <param name="Value">V_theta in [0, 1]; null when it was not scored.</param>
/// <param name="Weight">Its normalised weight in [0, 1].</param>
/// <param name="Survives">Whether a final particle descends from it.</param>
/// <param name="IsRight">Whether the partial solution is right so far, where something can tell.</param>
public sealed record GenealogyNode(int? Parent, string Text, double? Value, double Weight, bool Survives, bool? IsRight);
