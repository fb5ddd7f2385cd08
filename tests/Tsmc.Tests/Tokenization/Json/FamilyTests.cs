using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tsmc.Tokenization;
using Tsmc.Tokenization.Json;

namespace Tsmc.Tests.Tokenization.Json;

/// <summary>How the families of the field cut a text: published pipelines, with the pieces that Hugging Face's library (0.23.2) gives.</summary>
public sealed class FamilyTests
{
    // Contractions in both cases and with the long s, digits of several kinds, letters outside the basic plane, CJK, marks, strange spaces, LaTeX.
    private const string Text =
        "I'Ll don'ſay 12345 x²½ 𝑥𝜋=数学の問題, «Möbius»\r\n\r\n  \t\\frac{a}{b}≤3.14 e\u0301 DON'T HTTPServer's\u00A0\u3000end 한국 ½Ⅷ٣ 'sS?!/\n\n";

    [Theory]
    [InlineData("GPT-2, Claude", new[] { "ByteLevel" },
        "I|'|Ll| don|'|ſay| 12345| x|²½| 𝑥𝜋|=|数学の問題|,| «|Möbius|»|\r\n\r\n  |\t|\\|frac|{|a|}{|b|}≤|3|.|14| e|\u0301| DON|'|T| HTTPServer|'s|\u00A0|\u3000|end| 한국| ½Ⅷ٣| '|sS|?!/|\n\n")]
    [InlineData("StarCoder, Command-R", new[] { "Digits", "ByteLevel" },
        "I|'|Ll| don|'|ſay| |1|2|3|4|5| x|²|½| 𝑥𝜋|=|数学の問題|,| «|Möbius|»|\r\n\r\n  |\t|\\|frac|{|a|}{|b|}≤|3|.|1|4| e|\u0301| DON|'|T| HTTPServer|'s|\u00A0|\u3000|end| 한국| |½|Ⅷ|٣| '|sS|?!/|\n\n")]
    [InlineData("DeepSeek-Coder", new[] { @"[\r\n]", @"\s?\p{L}+", @"\s?\p{P}+", @"[一-龥ࠀ-一가-퟿]+", "Digits" },
        "I|'|Ll| don|'|ſay| |1|2|3|4|5| x|²|½| 𝑥𝜋|=|数学の問題|,| «|Möbius|»|\r|\n|\r|\n|  |\t\\|frac|{|a|}{|b|}|≤|3|.|1|4| e|\u0301| DON|'|T| HTTPServer|'|s|\u00A0|\u3000|end| |한국| |½|Ⅷ|٣| '|sS|?!/|\n|\n")]
    [InlineData("DeepSeek-LLM, DeepSeekMath; letters shortened", new[] { @"[\r\n]", @"\s?[A-Za-zµÀ-ÖØ-öø-ʯͰ-ԯḀ-ῼℂ-ⅎ𐐀-𐑏]+", @"\s?[!-/:-~！-／：-～‘-‟　-。]+", @"\s+$", @"[一-龥ࠀ-一가-퟿]+", "Digits" },
        "I|'|Ll| don|'|ſ|ay| |1|2|3|4|5| x|²|½| 𝑥𝜋|=|数学の問題|,| «|M|ö|bius|»|\r|\n|\r|\n|  |\t\\|frac|{|a|}{|b|}|≤|3|.|1|4| e|\u0301| DON|'|T| HTTPServer|'|s|\u00A0|\u3000|end| |한국| |½|Ⅷ|٣| '|sS|?!/|\n|\n")]
    [InlineData("DeepSeek-V3", new[] { @"\p{N}{1,3}", @"[一-龥぀-ゟ゠-ヿ]+", @"[!""#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+" },
        "I|'Ll| don|'|ſay| |123|45| x|²½| 𝑥𝜋|=|数学の問題|,| «|Möbius|»\r\n\r\n|  |\t|\\frac|{a|}{|b|}≤|3|.|14| e\u0301| DON|'T| HTTPServer|'s|\u00A0|\u3000end| 한국| |½Ⅷ٣| '|sS|?!/\n\n")]
    [InlineData("Llama-3", new[] { @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+" },
        "I|'Ll| don|'ſ|ay| |123|45| x|²½| 𝑥𝜋|=数学の問題|,| «|Möbius|»\r\n\r\n|  |\t|\\frac|{a|}{|b|}≤|3|.|14| e|\u0301| DON|'T| HTTPServer|'s|\u00A0|\u3000end| 한국| |½Ⅷ٣| '|sS|?!/\n\n")]
    [InlineData("Qwen", new[] { @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+" },
        "I|'Ll| don|'ſ|ay| |1|2|3|4|5| x|²|½| 𝑥𝜋|=数学の問題|,| «|Möbius|»\r\n\r\n|  |\t|\\frac|{a|}{|b|}≤|3|.|1|4| e|\u0301| DON|'T| HTTPServer|'s|\u00A0|\u3000end| 한국| |½|Ⅷ|٣| '|sS|?!/\n\n")]
    [InlineData("GPT-4o", new[] { @"![^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+" },
        "I'Ll| don'ſ|ay| |123|45| x|²½| 𝑥𝜋|=数学の問題|,| «|Möbius|»\r\n\r\n|  |\t|\\frac|{a|}{|b|}≤|3|.|14| e\u0301| DON'T| HTTPServer's|\u00A0|\u3000end| 한국| |½Ⅷ٣| '|s|S|?!/\n\n")]
    [InlineData("Mistral, tekken", new[] { @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+" },
        "I|'Ll| don|'ſay| |1|2|3|4|5| x|²|½| 𝑥𝜋|=数学の問題|,| «|Möbius|»\r\n\r\n|  |\t|\\frac|{a|}{|b|}≤|3|.|1|4| e\u0301| DON|'T| HTTPServer|'s|\u00A0|\u3000end| 한국| |½|Ⅷ|٣| '|s|S|?!/\n\n")]
    [InlineData("Kimi", new[] { @"[\p{Han}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+" },
        "I'Ll| don'ſ|ay| |123|45| x|²½| 𝑥𝜋|=|数学|の|問題|,| «|Möbius|»\r\n\r\n|  |\t|\\frac|{a|}{|b|}≤|3|.|14| e\u0301| DON'T| HTTPServer's|\u00A0|\u3000end| 한국| |½Ⅷ٣| '|s|S|?!/\n\n")]
    [InlineData("Ling", new[] { @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+" },
        "I|'Ll| don|'ſ|ay| |1|2|3|4|5| x|²|½| 𝑥𝜋|=数学の問題|,| «|Möbius|»\r\n\r\n|  |\t|\\frac|{a|}{|b|}≤|3|.|1|4| e|\u0301| DON|'T| HTTPServer|'s|\u00A0|\u3000end| 한국| |½|Ⅷ|٣| '|sS|?!/\n\n")]
    [InlineData("SuperBPE", new[] { @"\p{N}+", @"(?=(\d{3})+(?!\d))" },
        "I'Ll don'ſay |12|345| x|²½| 𝑥𝜋=数学の問題, «Möbius»\r\n\r\n  \t\\frac{a}{b}≤|3|.|14| e\u0301 DON'T HTTPServer's\u00A0\u3000end 한국 |½Ⅷ٣| 'sS?!/\n\n")]
    [InlineData("Poro", new[] { @" ?[^(\s|.,!?…。，、।۔،)]+" },
        "I'Ll| don'ſay| 12345| x²½| 𝑥𝜋=数学の問題|,| «Möbius»|\r\n\r\n  \t|\\frac{a}{b}≤3|.|14| e\u0301| DON'T| HTTPServer's|\u00A0\u3000|end| 한국| ½Ⅷ٣| 'sS|?!|/|\n\n")]
    public void A_family_cuts_as_the_library_does(string family, string[] parts, string expected) =>
        Assert.Equal((family, expected), (family, string.Join('|', Pieces(Pipeline(parts), Text).Select(Written))));

    // Digits of the byte-level alphabet are no digits of the text: here the cut falls inside a character.
    [Fact]
    public void Falcon_cuts_what_has_become_bytes() => Assert.Equal(
        "x|Â|²|:|Ġ|123|45|Ġ|(|Â|½|)",
        string.Join('|', Pieces(
            """
            { "type": "Sequence", "pretokenizers": [{ "type": "Punctuation", "behavior": "Contiguous" }, { "type": "ByteLevel", "add_prefix_space": false },
              { "type": "Digits", "individual_digits": false }, { "type": "Split", "pattern": { "Regex": "[0-9][0-9][0-9]" }, "behavior": "Isolated", "invert": false }] }
            """,
            "x²: 12345 (½)")));

    [Fact]
    public void Gemma_cuts_behind_a_space() => Assert.Equal(
        " |a | |b |c ",
        string.Join('|', Pieces("""{ "type": "Split", "pattern": { "String": " " }, "behavior": "MergedWithPrevious", "invert": false }""", " a  b c ")));

    // A pattern is a Split, with a ! before it one that keeps its matches and drops the rest; the last step is the byte-level alphabet.
    private static string Pipeline(string[] parts)
    {
        var list = new JsonArray();
        foreach (string part in parts)
        {
            list.Add(part switch
            {
                "Digits" => new JsonObject { ["type"] = part, ["individual_digits"] = true },
                "ByteLevel" => new JsonObject { ["type"] = part, ["add_prefix_space"] = false, ["use_regex"] = true },
                _ => new JsonObject
                {
                    ["type"] = "Split",
                    ["pattern"] = new JsonObject { ["Regex"] = part.TrimStart('!') },
                    ["behavior"] = part[0] == '!' ? "Removed" : "Isolated",
                    ["invert"] = part[0] == '!',
                },
            });
        }
        if (parts[^1] != "ByteLevel")
        {
            list.Add(new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = false });
        }
        return new JsonObject { ["type"] = "Sequence", ["pretokenizers"] = list }.ToJsonString();
    }

    private static IEnumerable<string> Pieces(string preTokenizer, string text)
    {
        using JsonDocument file = JsonDocument.Parse($$"""{ "pre_tokenizer": {{preTokenizer}} }""");
        return new PreTokenizerReader("tokenizer.json").Read(file.RootElement)(text, true).Where(piece => piece.Length > 0);
    }

    private static string Written(string piece) => Encoding.UTF8.GetString(ByteLevel.Bytes(piece)!);
}
