using Tsmc.Torch;

namespace Tsmc.Tests.Torch;

public class ArithmeticTests
{
    [Fact]
    public void A_machine_keeps_its_fingerprint()
    {
        Assert.Matches("^[0-9a-f]{12}$", Arithmetic.Fingerprint);
        Assert.Equal(Arithmetic.Fingerprint, Arithmetic.Compute());
    }
}
