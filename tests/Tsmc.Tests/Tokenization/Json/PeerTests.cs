using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Microsoft.ML.Tokenizers;
using Tsmc.Tokenization;
using Tokenizer = Tsmc.Tokenization.Tokenizer;

namespace Tsmc.Tests.Tokenization.Json;

/// <summary>Microsoft.ML.Tokenizers is right about byte-level BPE with simple patterns: there it is the peer.</summary>
public sealed class PeerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Merges_as_the_library_does()
    {
        Tokenizer ours = BytePairTraining.Train(
            Enumerable.Repeat("the apples and the boxes of the other man are there, then they go to the theatre", 3), 150, _folder.Path);
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(_folder.File("tokenizer.json")));
        JsonElement model = file.RootElement.GetProperty("model");
        var peer = BpeTokenizer.Create(new BpeOptions(model.GetProperty("vocab").EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.GetInt32())))
        {
            Merges = [.. model.GetProperty("merges").EnumerateArray().Select(merge => merge.GetString()!)],
            ByteLevel = true,
            PreTokenizer = new RegexPreTokenizer(new Regex(" ?[a-z]+"), null),
        });
        Gen.Char["thearndyob"].Array[1, 30].Select(letters => " " + new string(letters)).Sample(
            word => ours.Encode(word).SequenceEqual(peer.EncodeToIds(word)), seed: "0001Zd3V4vW0", iter: 5000);
    }
}
