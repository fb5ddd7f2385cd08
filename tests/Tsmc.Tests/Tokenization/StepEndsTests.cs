using System.Text.Json.Nodes;
using CsCheck;
using Tsmc.Problems;
using Tsmc.Tokenization;

namespace Tsmc.Tests.Tokenization;

public sealed class StepEndsTests : IDisposable
{
    // Every way a tokenizer may cut a blank line: apart, as one token, fused with its neighbours.
    private static readonly string[] Pieces =
        ["<eos>", "\n", "\n\n", ".\n\n", "\n\n#", ".\n", "\n\nx\n\n", "\n\n\n", "#", " ", "Answer", " Answer", "# Answer", " Answer\n\n", "An", "swer", "x", "."];

    private readonly TemporaryFolder _folder = new();
    private readonly Tokenizer _tokenizer;
    private readonly StepEnds _stepEnds;

    public StepEndsTests()
    {
        var vocabulary = new JsonObject();
        foreach (string piece in Pieces)
        {
            vocabulary.Add(piece == "<eos>" ? piece : ByteLevel.Symbols(piece), vocabulary.Count);
        }
        var json = new JsonObject
        {
            ["added_tokens"] = new JsonArray(new JsonObject { ["id"] = 0, ["content"] = "<eos>", ["special"] = true }),
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false },
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = new JsonArray() },
        };
        File.WriteAllText(_folder.File("tokenizer.json"), json.ToJsonString());
        File.WriteAllText(_folder.File("tokenizer_config.json"), """{ "eos_token": "<eos>" }""");
        _tokenizer = Tokenizer.Load(_folder.Path);
        _stepEnds = new StepEnds(_tokenizer);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x|\n\n|x", "1")] // one token
    [InlineData("x|\n|\n|x", "2")] // two tokens
    [InlineData("x|.\n\n|x", "1")] // fused with what comes before
    [InlineData("x|\n\n#|x", "1")] // fused with what comes after
    [InlineData("x|.\n|\n|x", "2")] // newline fused, newline apart
    [InlineData("x|\n|x|\n|x", "")] // no blank line
    [InlineData("x|\n| |\n|x", "")] // a line with a space is not blank
    [InlineData("x|\n\nx\n\n", "1")] // two ends in one token count once
    [InlineData("x|\n\n|\n\n|x", "1")] // an empty step is no step
    [InlineData("\n\n|x|\n\n", "2")] // nor at the start
    [InlineData("x|\n\n\n|x|\n\n", "1,3")] // the third newline belongs to the next step
    [InlineData("x|\n\n|#| Answer|\n\n|x|<eos>", "1")] // the heading's blank line
    [InlineData("x|\n\n|#| Answer|\n\n|x|\n\n|x", "1,6")] // after the answer a step may end again
    [InlineData("# Answer|\n|\n|x", "")]
    [InlineData("#| |An|swer|\n|\n|x", "")] // the heading in pieces
    [InlineData("#| Answer\n\n|x|\n\n", "3")] // the heading fused with its blank line
    [InlineData("# Answer| | |\n\n|x", "")] // white space after the heading
    [InlineData("# Answer|\n\n|\n\n|x", "2")] // an answer of nothing ends too
    [InlineData("# Answer|x|\n\n", "2")] // a longer word is no heading
    [InlineData("# Answer|.|\n\n", "2")]
    [InlineData("#|\n| Answer|\n\n", "3")] // the heading is one line
    [InlineData("#|#| Answer|\n\n|x", "")]
    [InlineData("x|\n|<eos>|\n", "3")] // special tokens write nothing
    public void EndsAStepAtTheRightToken(string tokens, string expected)
    {
        int[] ids = [.. tokens.Split('|').Select(token => Array.IndexOf(Pieces, token))];
        Assert.Equal(expected, string.Join(',', _stepEnds.Positions(ids)));
    }

    [Fact]
    public void StepsAreThoseOfThePromptFormatHoweverTheTokensCutTheText() =>
        Gen.Int[1, Pieces.Length - 1].Array[0, 30].Sample(
            ids => _stepEnds.Positions(ids).SequenceEqual(PositionsByText(ids)), seed: "0001Zd3V4vW0", iter: 20000);

    [Fact]
    public void CopiesOfAStateGoOnIndependently()
    {
        StepEndState parent = default;
        _stepEnds.Advance(ref parent, Id("x"));
        _stepEnds.Advance(ref parent, Id("\n"));
        StepEndState child = parent;
        Assert.True(_stepEnds.Advance(ref child, Id("\n")));
        Assert.False(_stepEnds.Advance(ref parent, Id("x")));
    }

    [Fact]
    public void AllocatesNothingWhileTokensComeIn()
    {
        StepEndState state = default;
        int blank = Id("\n\n"), word = Id("x");
        _stepEnds.Advance(ref state, word);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _stepEnds.Advance(ref state, (i & 1) == 0 ? blank : word);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int Id(string piece) => Array.IndexOf(Pieces, piece);

    // The same by PromptFormat.Steps: find each step in the text; where a blank line follows, its second newline ends the step.
    private static IEnumerable<int> PositionsByText(int[] ids)
    {
        string text = string.Concat(ids.Select(id => Pieces[id]));
        int[] tokenOfCharacter = [.. ids.SelectMany((id, position) => Enumerable.Repeat(position, Pieces[id].Length))];
        var positions = new SortedSet<int>();
        int start = 0;
        foreach (string step in PromptFormat.Steps(text))
        {
            while (text.AsSpan(start).StartsWith(PromptFormat.StepEnd))
            {
                start += PromptFormat.StepEnd.Length;
            }
            start += step.Length + PromptFormat.StepEnd.Length;
            if (start <= text.Length)
            {
                positions.Add(tokenOfCharacter[start - 1]);
            }
        }
        return positions;
    }
}
