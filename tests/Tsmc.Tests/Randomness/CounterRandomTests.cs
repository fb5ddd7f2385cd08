using Tsmc.Randomness;

namespace Tsmc.Tests.Randomness;

public class CounterRandomTests
{
    // Known answers published with Random123 (Salmon et al. 2011) for philox4x32-10.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(
        0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu,
        0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0xa4093822u, 0x299f31d0u, 0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u,
        0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_known_answers(
        uint key0, uint key1, uint c0, uint c1, uint c2, uint c3, uint r0, uint r1, uint r2, uint r3)
    {
        new CounterRandom(key0, key1).Block(c0, c1, c2, c3, out uint s0, out uint s1, out uint s2, out uint s3);

        Assert.Equal((r0, r1, r2, r3), (s0, s1, s2, s3));
    }
}
