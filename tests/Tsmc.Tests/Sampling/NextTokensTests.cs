using Tsmc.Sampling;

namespace Tsmc.Tests.Sampling;

public class NextTokensTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.7, 3)]
    public void They_have_the_probabilities_that_the_engine_draws_by(double temperature, int topK)
    {
        using TinyWorld world = TinyWorld.Letters();
        IReadOnlyList<NextToken> next = NextTokens.After(world.Generator, world.Tokenizer, "ab", count: 99, temperature, topK);
        double[] exact = world.NextTokens([[TinyWorld.A, TinyWorld.B]], temperature, topK)[0];
        Assert.Equal(topK == 0 ? 5 : topK, next.Count);
        Assert.All(next, token => Assert.Equal(exact[token.Id], token.Probability, 5));
        Assert.Equal(next.Select(token => token.Probability).OrderDescending(), next.Select(token => token.Probability));
        Assert.All(next, token => Assert.Equal(world.Tokenizer.TokenText(token.Id), token.Text));
    }

    [Fact]
    public void An_empty_text_is_refused()
    {
        using TinyWorld world = TinyWorld.Letters();
        Assert.Throws<ArgumentException>(() => NextTokens.After(world.Generator, world.Tokenizer, ""));
    }
}
