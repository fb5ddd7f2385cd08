using System.CommandLine;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Hub;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc download</c>: a model from the Hugging Face Hub into the cache that its own tools use.</summary>
internal sealed class DownloadVerb : Verb
{
    private const double MegaByte = 1e6;

    private readonly Argument<string> _model = new("ORG/NAME") { Description = "The model's name on the Hub." };
    private readonly Option<string> _revision = Flag.Of("--revision", "main", "Branch, tag or commit.");
    private readonly Option<string[]> _include = new("--include") { Description = "Files to fetch, such as \"*.json\"; without it what a model needs: configuration, tokenizer, one set of weights." };
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "Files to leave out." };
    private readonly Option<string?> _cache = Flag.Optional<string>("--cache-dir", "Folder of downloaded models; without it HF_HUB_CACHE, or hub under HF_HOME.");
    private readonly Option<string?> _endpoint = Flag.Optional<string>("--endpoint", "The Hub's address; without it HF_ENDPOINT, or https://huggingface.co.");
    private readonly Option<int> _workers = Flag.Of("--max-workers", 4, "Files fetched at the same time.");

    public DownloadVerb()
        : base(
            "download",
            "Download a model from the Hugging Face Hub; HF_TOKEN or the token file opens private and gated ones. An interrupted download is gone on with.",
            "tsmc download EleutherAI/llemma_7b",
            "tsmc download Qwen/Qwen2.5-Math-1.5B --include \"tokenizer*\"")
    {
        Add(_model);
        AddAll(_revision, _include, _exclude, _cache, _endpoint, _workers);
    }

    public override string GoOn => "The same command goes on where it stopped.";

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        HubOptions options = HubOptions.FromEnvironment(name =>
            name == "HF_ENDPOINT" && session.Get(_endpoint) is { } endpoint ? endpoint : Environment.GetEnvironmentVariable(name));
        options = options with { CacheFolder = session.Get(_cache) ?? options.CacheFolder, Parallel = session.Get(_workers) };
        var files = new HubFiles { Include = session.Get(_include) ?? [], Exclude = session.Get(_exclude) ?? [] };
        var repository = new HubRepository(session.Require(_model), session.Require(_revision));
        string snapshot = await session.WithProgressAsync(progress => HubDownload.RunAsync(
            repository, files, options,
            new Relay<HubProgress>(report => progress.Report(new StageProgress(
                "download", report.Bytes / MegaByte, Math.Max(report.TotalBytes, 1) / MegaByte, "MB", report.File))),
            ct)).ConfigureAwait(false);
        session.Output.WriteLine(snapshot);
        return ExitCode.Success;
    }
}
