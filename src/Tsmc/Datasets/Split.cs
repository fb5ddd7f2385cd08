namespace Tsmc.Datasets;

/// <summary>What a problem is used for, or that its hash decides.</summary>
internal enum Split
{
    /// <summary>The problem's hash decides.</summary>
    ByHash,

    /// <summary>Training.</summary>
    Train,

    /// <summary>Validation.</summary>
    Valid,

    /// <summary>Test.</summary>
    Test,
}
