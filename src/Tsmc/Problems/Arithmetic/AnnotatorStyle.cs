namespace Tsmc.Problems.Arithmetic;

/// <summary>In which order a solution takes its steps. The equal split comes last in every style.</summary>
public enum AnnotatorStyle
{
    /// <summary>In the order told, each product just before its use, operands never exchanged; more mistakes than the others.</summary>
    Hasty,

    /// <summary>All products first, then the events in the order told.</summary>
    ProductsFirst,

    /// <summary>The events in a random order that keeps every running total within 0..99, each product just before its use.</summary>
    Shuffled,
}
