using Tsmc.Hub;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Hub;

public sealed class HubOptionsTests
{
    [Fact]
    public void The_variables_are_those_of_the_hubs_own_tools()
    {
        using var home = new TemporaryFolder();
        File.WriteAllText(home.File("token"), "hf_file\n");
        HubOptions options = Read(("HF_HOME", home.Path), ("HF_ENDPOINT", "https://mirror.example/hub/"));
        Assert.Equal((home.File("hub"), "https://mirror.example/hub/"), (options.CacheFolder, options.Endpoint.ToString()));
        Assert.Equal("Bearer hf_file", options.Token!.Header().ToString());
        options = Read(("HF_HOME", home.Path), ("HF_HUB_CACHE", "/models"), ("HF_TOKEN", "hf_variable"));
        Assert.Equal(("/models", "Bearer hf_variable"), (options.CacheFolder, options.Token!.Header().ToString()));
        Assert.Equal("https://huggingface.co/", Read().Endpoint.ToString());
        Assert.Equal(Path.Combine("/cache", "huggingface", "hub"), Read(("XDG_CACHE_HOME", "/cache")).CacheFolder);
    }

    [Theory]
    [InlineData("HF_ENDPOINT", "huggingface.co", "HF_ENDPOINT is \"huggingface.co\"")]
    [InlineData("HF_ENDPOINT", "ftp://huggingface.co", "expected an address")]
    [InlineData("HF_TOKEN", "hf_two words", "check HF_TOKEN")]
    public void A_variable_that_cannot_be_used_is_named(string name, string value, string expected)
    {
        string message = Assert.Throws<ArgumentException>(() => Read((name, value))).Message;
        Assert.Contains(expected, message);
        Assert.DoesNotContain("two words", message);
    }

    [Theory]
    [InlineData("model.safetensors model.safetensors.index.json model-1-of-2.safetensors consolidated.safetensors", "model.safetensors")]
    [InlineData("model.safetensors.index.json model-00001-of-00002.safetensors model-00002-of-00002.safetensors pytorch_model.bin", "model-00001-of-00002.safetensors model-00002-of-00002.safetensors model.safetensors.index.json")]
    [InlineData("pytorch_model-1-of-1.bin pytorch_model.bin.index.json flax_model.msgpack", "pytorch_model-1-of-1.bin pytorch_model.bin.index.json")]
    [InlineData("config.json tokenizer.json README.md onnx/model.onnx sub/config.json value_head.safetensors", "config.json tokenizer.json value_head.safetensors")]
    public void One_set_of_weights_and_what_belongs_to_it_is_chosen(string all, string expected) =>
        Assert.Equal(expected.Split(' '), new HubFiles().Choose(all.Split(' ')));

    [Fact]
    public void Patterns_choose_instead()
    {
        string[] all = ["config.json", "onnx/model.onnx", "onnx/config.json"];
        Assert.Equal(["onnx/config.json", "onnx/model.onnx"], new HubFiles { Include = ["onnx/*"] }.Choose(all));
        Assert.Equal(["onnx/model.onnx"], new HubFiles { Include = ["onnx/*"], Exclude = ["*.json"] }.Choose(all));
    }

    [Theory]
    [InlineData("a/b/c")]
    [InlineData("../b")]
    [InlineData("a/..")]
    [InlineData("a--b/c")]
    [InlineData("a/b\n")]
    [InlineData("")]
    public void A_name_of_another_form_is_refused(string name) => Assert.Throws<ArgumentException>(() => new HubRepository(name));

    private static HubOptions Read(params (string Name, string Value)[] variables) =>
        HubOptions.FromEnvironment(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
