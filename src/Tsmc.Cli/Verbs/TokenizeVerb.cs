using System.CommandLine;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Cli.Runs;
using Tsmc.Problems;
using Tsmc.Tokenization;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc tokenize</c>: texts to token ids and back.</summary>
internal sealed class TokenizeVerb : Verb
{
    private readonly Option<string> _tokenizer = Flag.Required<string>("--tokenizer", "A model's folder, ORG/NAME of a downloaded model, or a tokenizer.json or tokenizer.model.");
    private readonly Option<string> _input = Flag.Required<string>("--input", "JSON Lines file of rows {\"text\"}.");
    private readonly Option<string> _output = Flag.Required<string>("--output", "JSON Lines file of rows {\"text\", \"ids\", \"decoded\"}.");
    private readonly Option<bool> _bos = Flag.Of("--bos", false, "Put the beginning token first.");
    private readonly Option<string> _specialTokens = Flag.Word(
        "--special-tokens", "own", ["own", "parse", "text"],
        "Whether the name of a special token in a text is that token (parse) or text; own: as the file's own library does, parse for tokenizer.json, text for tokenizer.model.");

    public TokenizeVerb()
        : base(
            "tokenize",
            "Turn texts into token ids and back.",
            "tsmc tokenize --tokenizer generator --input strings.jsonl --output ids.jsonl") =>
        AddAll(_tokenizer, _input, _output, _bos, _specialTokens);

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        string input = session.Require(_input);
        TokenizedText[] texts = [.. JsonLines.Read<TokenizedText>(input)];
        Tokenizer tokenizer = Tokenizer.Load(session.Model(_tokenizer));
        bool parse = session.Get(_specialTokens) switch { "parse" => true, "text" => false, _ => tokenizer.InterpretsSpecialTokens };
        bool bos = session.Get(_bos);
        int tokens = await session.WithProgressAsync(progress => Task.Run(() =>
        {
            int done = 0, count = 0;
            JsonLines.Write(session.Require(_output), texts.Select(row =>
            {
                ct.ThrowIfCancellationRequested();
                TokenizedText tokenized = Tokenize(tokenizer, row.Text, bos, parse, $"{input}, row {done + 1}");
                count += tokenized.Ids.Count;
                progress.Report(new StageProgress("tokenize", ++done, texts.Length, "texts"));
                return tokenized;
            }));
            return count;
        }, ct)).ConfigureAwait(false);
        session.Remark($"{texts.Length} texts, {tokens} tokens, are in {session.Require(_output)}.");
        return ExitCode.Success;
    }

    private static TokenizedText Tokenize(Tokenizer tokenizer, string text, bool bos, bool parse, string where)
    {
        if (bos && tokenizer.BosId is null)
        {
            throw new ArgumentException("--bos is asked for and this tokenizer has no bos_token.");
        }
        try
        {
            IReadOnlyList<int> ids = tokenizer.Encode(text, addBos: false, parse);
            return new TokenizedText
            {
                Text = text,
                Ids = bos ? [tokenizer.BosId!.Value, .. ids] : ids,
                Decoded = tokenizer.Decode(ids, skipSpecialTokens: !parse),
            };
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{where}: {error.Message}", error);
        }
    }
}
