namespace Tsmc.Interactive.Output;

/// <summary>A place in the output whose content is replaced. The caller sees to it that calls do not overlap.</summary>
public interface IOutputPlace
{
    /// <summary>Replaces the content.</summary>
    void Update(object content);

    /// <summary>The last content stays.</summary>
    void Close(object last);
}
