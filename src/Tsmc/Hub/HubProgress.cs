namespace Tsmc.Hub;

/// <summary>How far a download is.</summary>
/// <param name="Bytes">Bytes on the disk, those of an earlier run included.</param>
/// <param name="TotalBytes">Bytes of all files.</param>
/// <param name="File">The file that bytes came for.</param>
public readonly record struct HubProgress(long Bytes, long TotalBytes, string File);
