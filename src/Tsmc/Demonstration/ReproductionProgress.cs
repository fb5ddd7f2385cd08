namespace Tsmc.Demonstration;

/// <summary>How far a reproduction's sampling is.</summary>
/// <param name="Resumed">Problems that an earlier call had done.</param>
/// <param name="Done">Problems done.</param>
/// <param name="Total">All problems.</param>
public sealed record ReproductionProgress(int Resumed, int Done, int Total);
