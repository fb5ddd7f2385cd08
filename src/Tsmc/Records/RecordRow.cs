using System.Text.Json.Serialization;

namespace Tsmc.Records;

/// <summary>One row of a run record, a JSON Lines file of TSMC runs; its <c>kind</c>, written first, says which.</summary>
/// <remarks>
/// The first row is the <see cref="RunHeader"/>. A <see cref="RecordedProblem"/> comes before the <see cref="RecordedStep"/>s of its
/// groups; a group's steps follow each other in order, and those of other groups may lie between them.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RunHeader), "run")]
[JsonDerivedType(typeof(RecordedProblem), "problem")]
[JsonDerivedType(typeof(RecordedStep), "step")]
public abstract record RecordRow;
