namespace Tsmc.Demonstration;

/// <summary>Where the demonstration's training stands.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="StageIndex">Its index, from 0.</param>
/// <param name="Stages">Number of stages.</param>
/// <param name="Done">Steps or problems of the stage done.</param>
/// <param name="Total">All of them.</param>
/// <param name="Detail">Loss or other figures, for people.</param>
public sealed record DemonstrationProgress(string Stage, int StageIndex, int Stages, int Done, int Total, string Detail = "");
