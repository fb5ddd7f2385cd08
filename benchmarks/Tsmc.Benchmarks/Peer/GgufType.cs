namespace Tsmc.Benchmarks.Peer;

/// <summary>Number types of a GGUF tensor, by the numbers that the format gives them.</summary>
internal enum GgufType
{
    F32 = 0,
    Q80 = 8, // blocks of 32 int8 numbers with one fp16 scale
    BF16 = 30,
}
