using CsCheck;
using Tsmc.Tokenization;

namespace Tsmc.Tests.Tokenization;

public sealed class StreamingDecoderTests : IDisposable
{
    // Byte tokens and no merges: every character outside ASCII is several tokens.
    private readonly PipelineFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_character_comes_out_whole_with_its_last_byte()
    {
        Tokenizer tokenizer = _file.Load(fallback: true);
        var decoder = new StreamingDecoder(tokenizer);
        string[] parts = [.. tokenizer.Encode("a😀汉").Select(decoder.Append)];
        Assert.Equal(["a", "", "", "", "😀", "", "", "汉"], parts);
        Assert.Equal("", decoder.Flush());
    }

    [Fact]
    public void An_unfinished_character_ends_as_a_replacement()
    {
        Tokenizer tokenizer = _file.Load(fallback: true);
        var decoder = new StreamingDecoder(tokenizer);
        IReadOnlyList<int> ids = tokenizer.Encode("a😀");
        Assert.Equal("a", string.Concat(ids.SkipLast(1).Select(decoder.Append)));
        Assert.Equal("\uFFFD", decoder.Flush());
    }

    [Fact]
    public void The_parts_join_to_the_decoded_text()
    {
        Tokenizer tokenizer = _file.Load(fallback: true);
        Gen.Int[0, tokenizer.VocabularySize - 1].Array[0, 20].Sample(
            ids =>
            {
                var decoder = new StreamingDecoder(tokenizer);
                return string.Concat(ids.Select(decoder.Append)) + decoder.Flush() == tokenizer.Decode(ids);
            },
            seed: "0001Zd3V4vW0", iter: 3000);
    }
}
