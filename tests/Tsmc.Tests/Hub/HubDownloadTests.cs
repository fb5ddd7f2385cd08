using System.Diagnostics;
using System.Text;
using Tsmc.Hub;
using Tsmc.Tests.Cli;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Hub;

public sealed class HubDownloadTests : IDisposable
{
    private const string Secret = "hf_secretsecretsecret";

    private readonly FakeHub _hub = new();
    private readonly TemporaryFolder _folder = new();
    private readonly HubOptions _options;
    private readonly byte[] _weights = new byte[300_000];

    public HubDownloadTests()
    {
        new Random(1).NextBytes(_weights);
        _hub.Files["config.json"] = "{ \"model_type\": \"llama\" }"u8.ToArray();
        _hub.Files["README.md"] = "read me"u8.ToArray();
        _hub.Files["model.safetensors"] = _weights;
        _hub.Files["pytorch_model.bin"] = [.. _weights, 1];
        _options = new HubOptions
        {
            Endpoint = _hub.Endpoint,
            CacheFolder = _folder.Path,
            Token = new HubToken(Secret),
            FirstWait = TimeSpan.FromMilliseconds(1),
            LongestSilence = TimeSpan.FromSeconds(30),
        };
    }

    public void Dispose()
    {
        _hub.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_downloaded_model_is_found_by_its_name()
    {
        FileNotFoundException missing = Assert.Throws<FileNotFoundException>(() => HubCache.Locate("org/name", _options));
        Assert.EndsWith("after `tsmc download org/name`.", missing.Message);
        Assert.Equal(await DownloadAsync(), HubCache.Locate("org/name", _options));
        Assert.Equal(_folder.Path, HubCache.Locate(_folder.Path, _options)); // what is there is a path
        Assert.Equal("./org/name", HubCache.Locate("./org/name", _options));
        Assert.Equal("org/../name", HubCache.Locate("org/../name", _options));
    }

    [Fact]
    public async Task The_cache_is_laid_out_as_the_hubs_own_tools_do()
    {
        var reports = new List<HubProgress>();
        string snapshot = await DownloadAsync(progress: new Recorder(reports));
        string cache = _folder.File("models--org--name");
        Assert.Equal(Path.Combine(cache, "snapshots", FakeHub.Commit), snapshot);
        Assert.Equal(FakeHub.Commit, File.ReadAllText(Path.Combine(cache, "refs", "main")));
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(snapshot).Select(Path.GetFileName).Order());
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(snapshot, "model.safetensors")));
        string link = new FileInfo(Path.Combine(snapshot, "config.json")).LinkTarget!;
        Assert.Equal(Path.Combine("..", "..", "blobs"), Path.GetDirectoryName(link));
        Assert.Equal(40, Path.GetFileName(link).Length); // Git's hash
        Assert.Equal(snapshot, HubCache.Find(new HubRepository("org/name"), _options));
        long total = _weights.Length + _hub.Files["config.json"].Length;
        Assert.Equal(total, reports[^1].Bytes);
        Assert.All(reports, report => Assert.Equal(total, report.TotalBytes));
    }

    [Fact]
    public async Task What_is_there_is_not_fetched_again()
    {
        await DownloadAsync();
        await DownloadAsync();
        Assert.Equal(1, _hub.Gets("model.safetensors"));
    }

    [Fact]
    public async Task The_token_goes_to_the_endpoint_and_nowhere_else()
    {
        await DownloadAsync();
        Assert.All(_hub.Requests, request =>
            Assert.Equal(request.Address.Port == _hub.Store.Port ? null : $"Bearer {Secret}", request.Token));
        Assert.Contains(_hub.Requests, request => request.Address.Port == _hub.Store.Port);
        Assert.DoesNotContain(Secret, $"{_options} {_options.Token}");
    }

    [Fact]
    public async Task A_token_does_not_come_back_after_a_detour()
    {
        _hub.Trouble = (context, _) =>
        {
            if (context.Request.Url!.Port != _hub.Store.Port)
            {
                return false;
            }
            context.Response.Headers["Location"] = new Uri(_hub.Endpoint, "stolen").ToString();
            FakeHub.Status(context, 302);
            return true;
        };
        await Assert.ThrowsAsync<InvalidDataException>(() => DownloadAsync());
        Assert.All(_hub.Requests.Where(request => request.Address.AbsolutePath == "/stolen"), request => Assert.Null(request.Token));
        Assert.Contains(_hub.Requests, request => request.Address.AbsolutePath == "/stolen");
    }

    [Fact]
    public async Task A_cut_connection_is_gone_on_with_where_it_broke()
    {
        _hub.Trouble = (context, number) =>
        {
            if (context.Request.Url!.Port != _hub.Store.Port || number > 2)
            {
                return false;
            }
            FakeHub.Cut(context, _weights, number * 50_000, (number + 1) * 50_000);
            return true;
        };
        string snapshot = await DownloadAsync();
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(snapshot, "model.safetensors")));
        string?[] ranges = [.. _hub.Requests.Where(request => request.Address.Port == _hub.Store.Port).Select(request => request.Range)];
        Assert.Equal([null, "bytes=50000-", "bytes=100000-", "bytes=150000-"], ranges);
    }

    [Fact]
    public async Task A_stopped_download_is_gone_on_with_by_the_next()
    {
        using var stop = new CancellationTokenSource();
        _hub.Trouble = (context, _) =>
        {
            if (context.Request.Url!.Port != _hub.Store.Port)
            {
                return false;
            }
            context.Response.ContentLength64 = _weights.Length;
            context.Response.OutputStream.Write(_weights, 0, 70_000);
            context.Response.OutputStream.Flush();
            return true; // and says nothing more
        };
        Task<string> first = DownloadAsync(progress: new Stopper(stop, 70_000), ct: stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(Directory.Exists(_folder.File("models--org--name/refs")));
        _hub.Trouble = (_, _) => false;
        string snapshot = await DownloadAsync();
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(snapshot, "model.safetensors")));
        Assert.Equal("bytes=70000-", _hub.Requests.Last(request => request.Address.Port == _hub.Store.Port).Range);
    }

    [Fact]
    public async Task A_server_that_cannot_resume_is_asked_for_the_whole()
    {
        _hub.Trouble = (context, number) =>
        {
            if (context.Request.Url!.Port != _hub.Store.Port)
            {
                return false;
            }
            if (number == 0)
            {
                FakeHub.Cut(context, _weights, 0, 50_000);
            }
            else
            {
                context.Response.ContentLength64 = _weights.Length;
                context.Response.OutputStream.Write(_weights);
                context.Response.Close();
            }
            return true;
        };
        string snapshot = await DownloadAsync();
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(snapshot, "model.safetensors")));
    }

    [Theory]
    [InlineData("model.safetensors", "SHA-256")]
    [InlineData("config.json", "Git hash")]
    public async Task Damaged_bytes_are_not_kept(string file, string expected)
    {
        byte[] damaged = [.. _hub.Files[file]];
        damaged[5] ^= 1;
        _hub.Trouble = (context, _) =>
        {
            bool serves = context.Request.HttpMethod == "GET" && context.Request.Url!.AbsolutePath.EndsWith(file, StringComparison.Ordinal)
                && (damaged.Length <= 1000 || context.Request.Url.Port == _hub.Store.Port);
            if (serves)
            {
                context.Response.ContentLength64 = damaged.Length;
                context.Response.OutputStream.Write(damaged);
                context.Response.Close();
            }
            return serves;
        };
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => DownloadAsync());
        Assert.Contains($"org/name, {file}: what was sent is damaged: its {expected} is", error.Message);
        Assert.Equal(2, _hub.Gets(file));
        Assert.DoesNotContain(Directory.GetFiles(_folder.File("models--org--name/blobs")), path => new FileInfo(path).Length == damaged.Length);
        Assert.False(Directory.Exists(_folder.File("models--org--name/refs")));
    }

    [Fact]
    public async Task Damage_on_the_way_is_mended_by_fetching_again()
    {
        _hub.Trouble = (context, number) =>
        {
            if (context.Request.Url!.Port != _hub.Store.Port || number > 0)
            {
                return false;
            }
            context.Response.ContentLength64 = _weights.Length;
            context.Response.OutputStream.Write(new byte[_weights.Length]);
            context.Response.Close();
            return true;
        };
        string snapshot = await DownloadAsync();
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(snapshot, "model.safetensors")));
    }

    [Fact]
    public async Task More_bytes_than_announced_are_refused()
    {
        _hub.Trouble = (context, _) =>
        {
            if (context.Request.Url!.Port != _hub.Store.Port)
            {
                return false;
            }
            context.Response.SendChunked = true;
            context.Response.OutputStream.Write([.. _weights, 1, 2, 3]);
            context.Response.Close();
            return true;
        };
        Assert.Contains("sends more than the 300000 bytes", (await Assert.ThrowsAsync<InvalidDataException>(() => DownloadAsync())).Message);
    }

    [Fact]
    public async Task A_busy_server_is_given_the_time_it_asks_for()
    {
        _hub.Trouble = (context, number) =>
        {
            if (number > 0 || !context.Request.Url!.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
            {
                return false;
            }
            context.Response.Headers["Retry-After"] = "1";
            FakeHub.Status(context, 429);
            return true;
        };
        var watch = Stopwatch.StartNew();
        await DownloadAsync();
        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(0.99), watch.Elapsed.ToString());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_failing_server_is_asked_again_and_in_the_end_given_up(int status)
    {
        _hub.Trouble = (context, number) =>
        {
            if (number < 2)
            {
                FakeHub.Status(context, status);
            }
            return number < 2;
        };
        await DownloadAsync();
        _hub.Trouble = (context, _) =>
        {
            FakeHub.Status(context, status);
            return true;
        };
        var error = await Assert.ThrowsAsync<IOException>(() => DownloadAsync());
        Assert.Contains($"given up after 6 attempts: the server answers {status}", error.Message);
    }

    [Fact]
    public async Task A_silent_server_is_not_waited_for_for_ever()
    {
        _hub.Trouble = (_, _) => true;
        var error = await Assert.ThrowsAsync<IOException>(() => DownloadAsync(_options with { LongestSilence = TimeSpan.FromMilliseconds(100), Attempts = 2 }));
        Assert.Contains("the server was silent for 0.1 s", error.Message);
    }

    [Theory]
    [InlineData(401, "the Hub answers 401; the model is private or gated")]
    [InlineData(403, "the Hub answers 403; ask for access")]
    [InlineData(404, "the Hub knows no such model with revision main")]
    public async Task A_refusal_is_one_sentence_at_once(int status, string expected)
    {
        _hub.Trouble = (context, _) =>
        {
            FakeHub.Status(context, status);
            return true;
        };
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => DownloadAsync());
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain(Secret, error.ToString());
        Assert.Single(_hub.Requests);
    }

    [Theory]
    [InlineData("../outside.json")]
    [InlineData("/etc/config.json")]
    [InlineData("a/../../config.json")]
    [InlineData("a\\..\\config.json")]
    [InlineData("C:config.json")]
    [InlineData("a//config.json")]
    public async Task A_name_that_leads_out_of_the_folder_is_refused(string name)
    {
        _hub.Files[name] = "{}"u8.ToArray();
        Assert.Contains("leads out of the model's folder", (await Assert.ThrowsAsync<InvalidDataException>(() => DownloadAsync())).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{ \"sha\": 3, \"siblings\": [] }")]
    [InlineData("{ \"sha\": \"../../x\", \"siblings\": [] }")]
    public async Task An_answer_that_is_no_listing_is_refused(string answer)
    {
        _hub.Trouble = (context, _) =>
        {
            context.Response.OutputStream.Write(Encoding.UTF8.GetBytes(answer));
            context.Response.Close();
            return true;
        };
        Assert.StartsWith(_hub.Endpoint.ToString(), (await Assert.ThrowsAsync<InvalidDataException>(() => DownloadAsync())).Message);
    }

    [Fact]
    public async Task The_tool_prints_the_snapshots_folder_and_never_the_token()
    {
        CommandLine run = await CommandLine.RunAsync(
            "download", "org/name", "--endpoint", _hub.Endpoint.ToString(), "--cache-dir", _folder.Path, "--include", "*.json", "--verbose");
        run.AssertSuccess();
        Assert.Equal(Path.Combine(_folder.File("models--org--name"), "snapshots", FakeHub.Commit), run.Output.Trim());
        Assert.Equal(["config.json"], Directory.GetFiles(run.Output.Trim()).Select(Path.GetFileName));
        CommandLine wrong = await CommandLine.RunAsync("download", "org/../name", "--endpoint", _hub.Endpoint.ToString(), "--cache-dir", _folder.Path);
        Assert.Equal((2, "tsmc: \"org/../name\" is not a model on the Hub; expected ORG/NAME."), (wrong.Code, wrong.Error.Trim()));
    }

    private Task<string> DownloadAsync(HubOptions? options = null, IProgress<HubProgress>? progress = null, CancellationToken ct = default) =>
        HubDownload.RunAsync(new HubRepository("org/name"), new HubFiles(), options ?? _options, progress, ct);

    private sealed class Recorder(List<HubProgress> reports) : IProgress<HubProgress>
    {
        public void Report(HubProgress value)
        {
            lock (reports)
            {
                reports.Add(value);
                reports.Sort((a, b) => a.Bytes.CompareTo(b.Bytes)); // several threads report
            }
        }
    }

    private sealed class Stopper(CancellationTokenSource stop, long after) : IProgress<HubProgress>
    {
        public void Report(HubProgress value)
        {
            if (value.Bytes >= after)
            {
                stop.Cancel();
            }
        }
    }
}
