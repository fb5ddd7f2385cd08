using System.Text.Json;
using System.Text.Json.Nodes;
using Tsmc.Exact;
using Tsmc.Tests.Smc;

namespace Tsmc.Tests.Exact;

public class EnumerableModelTests
{
    [Fact]
    public void The_fixtures_exact_numbers_come_out()
    {
        JsonElement fixture = SmcFixtures.Json("toy.json");
        EnumerableModel model = EnumerableModel.Load(SmcFixtures.Path("toy.json"));

        Assert.Equal((2, 4, 16), (model.TokenCount, model.StepCount, model.Sequences.Count));
        Assert.Equal(fixture.GetProperty("Z_exact").GetDouble(), model.Z, 1e-12);
        AssertTable(fixture.GetProperty("value_exact"), model.Value);
        AssertTable(fixture.GetProperty("posterior_exact"), model.Posterior);
    }

    // The value by its definition, a sum over whole sequences, instead of by recursion.
    [Fact]
    public void The_value_of_the_empty_prefix_is_the_sum_over_sequences()
    {
        EnumerableModel model = ToyModels.Graded(3, 4, which: 0);

        Assert.Equal(1, model.Posterior.Values.Sum(), 1e-12);
        Assert.Equal(model.Z, model.Value[""]);
        Assert.Equal(81, model.Posterior.Count);
        // Bayes: the posterior mass below prefix "1" over its prior mass is V("1") / Z.
        double below = model.Posterior.Where(entry => entry.Key[0] == '1').Sum(entry => entry.Value);
        double prior = ToyModels.Prefixes(3, 4).Where(s => s[0] == '1').Sum(s => model.Posterior[s] / model.Value[s] * model.Z);
        Assert.Equal(model.Value["1"] / model.Z, below / prior, 1e-12);
    }

    [Theory]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "expected one JSON object")]
    [InlineData("{\"T\": 1}", "V is missing")]
    [InlineData("{\"V\": 2, \"V\": 2}", "not valid JSON")]
    public void Files_that_are_no_model_are_refused(string text, string sentence) => Assert.Contains(sentence, Refusal(text));

    [Theory]
    [InlineData("V", "1", "V is 1; expected 2 to 10 tokens")]
    [InlineData("V", "11", "V is 11; expected 2 to 10 tokens")]
    [InlineData("V", "\"2\"", "V is \"2\"; expected a whole number")]
    [InlineData("T", "0", "T is 0; expected 1 or more")]
    [InlineData("T", "17", "at most 100000 sequences")]
    [InlineData("T", "2.5", "T is 2.5; expected a whole number")]
    [InlineData("T", "3", "p_next has no prefix \"00\"")]
    [InlineData("p_next", "3", "p_next is a JSON Number; expected an object")]
    [InlineData("p_next.", "[0.5, 0.4]", "p_next of prefix \"\" sums to 0.9; expected 1 within 1E-06")]
    [InlineData("p_next.0", "[1]", "p_next of prefix \"0\" has 1 entries; expected 2")]
    [InlineData("p_next.0", "[1.5, -0.5]", "p_next of prefix \"0\" has the entry 1.5; expected a probability")]
    [InlineData("p_next.0", "[\"a\", 1]", "p_next of \"0\" holds \"a\"; expected a number")]
    [InlineData("p_next.0", "0.5", "p_next of \"0\" is a JSON Number; expected an array")]
    [InlineData("p_next.1", null, "p_next has no prefix \"1\"; expected every prefix of 0 to 1 tokens")]
    [InlineData("phi.01", null, "phi has no sequence \"01\"; expected every sequence of 2 tokens")]
    [InlineData("phi.01", "-1", "phi of sequence \"01\" is -1; expected a finite number, 0 or more")]
    [InlineData("phi.01", "1e999", "expected a finite number, 0 or more")]
    [InlineData("phi.01", "null", "phi of \"01\" holds null; expected a number")]
    [InlineData("phi", "{\"00\": 0, \"01\": 0, \"10\": 0, \"11\": 0}", "phi is 0 for every sequence that p_next can reach")]
    [InlineData("value", "{\"0\": 1}", "value has no prefix \"1\"; expected every prefix of 1 to 1 tokens")]
    [InlineData("value", "{\"0\": 0, \"1\": 1}", "value of prefix \"0\" is 0 although phi can still be reached")]
    [InlineData("value", "{\"0\": -2, \"1\": 1}", "value of prefix \"0\" is -2; expected a finite number, 0 or more")]
    public void Each_mistake_has_its_sentence(string where, string? replacement, string sentence)
    {
        JsonObject model = Small();
        string[] path = where.Split('.', 2);
        JsonObject place = path.Length == 2 ? model[path[0]]!.AsObject() : model;
        place.Remove(path[^1]);
        if (replacement is not null)
        {
            place[path[^1]] = JsonNode.Parse(replacement);
        }

        string message = Refusal(model.ToJsonString());

        Assert.Contains(sentence, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Keys_that_mean_nothing_here_are_ignored()
    {
        JsonObject model = Small();
        model["Z_exact"] = "anything";

        Assert.Equal(0.5 * 0.75 + 0.5, Load(model.ToJsonString()).Z, 1e-15);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("absent.json", Assert.Throws<FileNotFoundException>(() => EnumerableModel.Load("absent.json")).Message);

    [Fact]
    public void A_number_that_is_none_is_refused_in_code_too()
    {
        EnumerableModel model = Load(Small().ToJsonString());

        Assert.Throws<ArgumentException>(() => model.WithValue(new Dictionary<string, double> { ["0"] = double.NaN, ["1"] = 1 }));
    }

    private static JsonObject Small() => JsonNode.Parse(
        """
        {"V": 2, "T": 2, "p_next": {"": [0.5, 0.5], "0": [0.25, 0.75], "1": [1, 0]}, "phi": {"00": 0, "01": 1, "10": 1, "11": 0}}
        """)!.AsObject();

    private static string Refusal(string text)
    {
        string message = Assert.Throws<InvalidDataException>(() => Load(text)).Message;
        Assert.Contains("toy.json: ", message);
        return message;
    }

    private static EnumerableModel Load(string text)
    {
        string folder = Directory.CreateTempSubdirectory("tsmc-toy-").FullName;
        try
        {
            string path = Path.Combine(folder, "toy.json");
            File.WriteAllText(path, text);
            return EnumerableModel.Load(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertTable(JsonElement expected, IReadOnlyDictionary<string, double> actual)
    {
        Dictionary<string, double> table = expected.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetDouble());
        Assert.Equal(table.Keys.Order(), actual.Keys.Order());
        foreach ((string prefix, double number) in table)
        {
            Assert.Equal(number, actual[prefix], 1e-12);
        }
    }
}
