namespace Tsmc.Tests.Cli;

public sealed class BadInputTests(TinyWorld world) : IClassFixture<TinyWorld>
{
    [Theory]
    [InlineData("frobnicate")]
    [InlineData("exact --model nowhere.json")]
    [InlineData("exact --model nowhere.json --output result.json")]
    [InlineData("exact --model nowhere.json --output result.json --particles 0")]
    [InlineData("exact --model nowhere.json --output result.json --particles many")]
    [InlineData("problems --output PLACE --difficulty dreadful")]
    [InlineData("problems --output PLACE --train -1")]
    [InlineData("generate --model nowhere --problems PROBLEMS --output PLACE")]
    [InlineData("generate --model GENERATOR --problems nowhere.jsonl --output PLACE")]
    [InlineData("generate --model GENERATOR --problems PROBLEMS --output PLACE --temperature -1")]
    [InlineData("generate --model GENERATOR --problems PROBLEMS --output PLACE --num-samples 0")]
    [InlineData("generate --model GENERATOR --problems PROBLEMS --output PLACE --num-problems 0")]
    [InlineData("generate --model GENERATOR --problems PROBLEMS --output PLACE --max-new-tokens 4000")]
    [InlineData("generate --model GENERATOR --problems PROBLEMS --output PLACE --device gpu")]
    [InlineData("generate --model GENERATOR --problems PROBLEMS --output PLACE --value-model GENERATOR")]
    [InlineData("generate --model GENERATOR --output PLACE")]
    [InlineData("generate --model GENERATOR --output PLACE --raw-prompt")]
    [InlineData("generate --model GENERATOR --output PLACE --raw-prompt --prompt-file PROBLEMS")]
    [InlineData("tokenize --tokenizer nowhere --input SFT --output PLACE")]
    [InlineData("tokenize --tokenizer GENERATOR --input SFT --output PLACE")]
    [InlineData("tokenize --tokenizer GENERATOR --input nowhere.jsonl --output PLACE")]
    [InlineData("sample --model GENERATOR --problems PROBLEMS --output PLACE")]
    [InlineData("sample --model GENERATOR --value-model VALUE --problems PROBLEMS --output PLACE --ess-threshold 2")]
    [InlineData("sample --model GENERATOR --value-model VALUE --problems PROBLEMS --output PLACE --scheme best")]
    [InlineData("sample --model GENERATOR --value-model VALUE --problems PROBLEMS --output PLACE --record PLACE")]
    [InlineData("sample --model GENERATOR --value-model VALUE --problems PROBLEMS --output PLACE --record-problems 0")]
    [InlineData("sample --model GENERATOR --value-model VALUE --problems PROBLEMS --output PLACE --record PROBLEMS")]
    [InlineData("view")]
    [InlineData("view nowhere.jsonl")]
    [InlineData("view PROBLEMS --output PLACE")]
    [InlineData("sft --model GENERATOR --data PROBLEMS --output PLACE")]
    [InlineData("sft --model GENERATOR --data SFT --output PLACE --learning-rate 0")]
    public async Task One_sentence_and_exit_code_2(string line)
    {
        string place = world.File("place");
        string[] args = [.. line.Split(' ').Select(word => word switch
        {
            "PLACE" => place,
            "PROBLEMS" => world.Problems,
            "GENERATOR" => world.Generator,
            "VALUE" => world.Value,
            "SFT" => world.SftRows,
            _ => word,
        })];
        CommandLine run = await CommandLine.RunAsync(args);
        Assert.Equal(2, run.Code);
        Assert.Equal("", run.Output);
        string sentence = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("tsmc: ", sentence);
        Assert.DoesNotContain(" at Tsmc.", sentence);
        Assert.DoesNotContain("System.", sentence);
        Assert.DoesNotContain("(Parameter", sentence);
        Assert.False(Path.Exists(place));
    }

    [Fact]
    public async Task Verbose_shows_where()
    {
        CommandLine run = await CommandLine.RunAsync("exact", "--model", "nowhere.json", "--output", "result.json", "--verbose");
        Assert.Equal(2, run.Code);
        Assert.Contains(" at Tsmc.Exact.", run.Error);
    }
}
