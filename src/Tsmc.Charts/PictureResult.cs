namespace Tsmc.Charts;

/// <summary>Whether a picture was written.</summary>
/// <param name="Saved">Whether the file is there.</param>
/// <param name="WhyNot">A sentence that says why not; null when it was saved.</param>
public sealed record PictureResult(bool Saved, string? WhyNot);
