using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tsmc.Hub;

/// <summary>
/// Asks the Hub: which files a model has, what each is, and for their bytes. What may pass (429, 5xx, a cut or silent connection) is
/// tried again; what will not is one sentence.
/// </summary>
/// <remarks>Redirects are followed by hand: the token goes to the endpoint only, and never again once a redirect has led away from it.</remarks>
internal sealed partial class HubClient : IDisposable
{
    private const int MostRedirects = 8;
    private const int LargestListing = 64 << 20;

    private readonly HubOptions _options;
    private readonly HttpClient _http;

    public HubClient(HubOptions options)
    {
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None, // sizes and hashes are of the plain bytes
            ConnectTimeout = options.LongestSilence,
            MaxConnectionsPerServer = options.Parallel * 2,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("tsmc", typeof(HubClient).Assembly.GetName().Version?.ToString(3)));
    }

    /// <summary>The revision's commit and the paths of its files.</summary>
    /// <exception cref="InvalidDataException">The Hub refuses, or answers something else than a listing.</exception>
    public Task<(string Commit, IReadOnlyList<string> Paths)> ListAsync(HubRepository repository, CancellationToken ct)
    {
        Uri address = Address($"api/models/{repository.Name}/revision/{Uri.EscapeDataString(repository.Revision)}");
        return RetryAsync(repository.Name, async () =>
        {
            using HttpResponseMessage response = await SendAsync(HttpMethod.Get, address, null, followAway: true, ct).ConfigureAwait(false);
            Demand(response, repository, null);
            using var buffer = new MemoryStream();
            await CopyAsync(response, buffer, LargestListing, null, ct).ConfigureAwait(false);
            return ReadListing(buffer.ToArray(), address);
        }, () => 0, ct);
    }

    /// <summary>A file's hash and size, without its content.</summary>
    /// <exception cref="InvalidDataException">The Hub refuses, or names neither hash nor size.</exception>
    public Task<HubFile> DescribeAsync(HubRepository repository, string commit, string path, CancellationToken ct) =>
        RetryAsync($"{repository.Name}, {path}", async () =>
        {
            // The endpoint describes a large file before it sends us away to where that lies.
            using HttpResponseMessage response = await SendAsync(HttpMethod.Head, FileAddress(repository, commit, path), null, followAway: false, ct).ConfigureAwait(false);
            Demand(response, repository, path, redirectIsFine: true);
            string? etag = Header(response, "X-Linked-Etag") ?? response.Headers.ETag?.Tag ?? Header(response, "ETag");
            long? size = long.TryParse(Header(response, "X-Linked-Size"), out long linked) ? linked : response.Content.Headers.ContentLength;
            etag = etag?.Replace("W/", "", StringComparison.Ordinal).Trim('"');
            if (etag is null || size is not >= 0 || !EtagForm().IsMatch(etag) || etag.Contains("..", StringComparison.Ordinal))
            {
                throw new InvalidDataException($"{repository.Name}, {path}: the server names no usable hash and size for it.");
            }
            return new HubFile(path, etag, size.Value);
        }, () => 0, ct);

    /// <summary>Appends what a partly downloaded file lacks.</summary>
    /// <exception cref="InvalidDataException">The Hub refuses, or sends more than it announced.</exception>
    /// <exception cref="IOException">The connection breaks again and again.</exception>
    public Task FetchAsync(HubRepository repository, string commit, HubFile file, FileStream target, Action<long> received, CancellationToken ct) =>
        RetryAsync($"{repository.Name}, {file.Path}", async () =>
        {
            if (target.Length > file.Size)
            {
                received(-target.Length);
                target.SetLength(0);
            }
            if (target.Length == file.Size)
            {
                return true;
            }
            long start = target.Length;
            RangeHeaderValue? range = start > 0 ? new RangeHeaderValue(start, null) : null;
            using HttpResponseMessage response = await SendAsync(HttpMethod.Get, FileAddress(repository, commit, file.Path), range, followAway: true, ct).ConfigureAwait(false);
            bool continues = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == start;
            if (start > 0 && !continues)
            {
                // The server does not resume, or not where we asked it to: from the beginning.
                received(-start);
                target.SetLength(0);
                if (response.StatusCode is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
                {
                    throw new PassingTrouble("the server does not go on where the file ends");
                }
            }
            Demand(response, repository, file.Path);
            target.Seek(0, SeekOrigin.End);
            await CopyAsync(response, target, file.Size, received, ct).ConfigureAwait(false);
            return target.Length == file.Size ? true : throw new PassingTrouble($"the connection ended after {target.Length} of {file.Size} bytes");
        }, () => target.Length, ct);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, RangeHeaderValue? range, bool followAway, CancellationToken ct)
    {
        bool home = true;
        for (int hop = 0; hop <= MostRedirects; hop++)
        {
            home &= Uri.Compare(address, _options.Endpoint, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
            using var request = new HttpRequestMessage(method, address) { Headers = { Range = range } };
            request.Headers.AcceptEncoding.ParseAdd("identity");
            request.Headers.Authorization = home ? _options.Token?.Header() : null;
            HttpResponseMessage response = await WithinSilenceAsync(
                silence => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence), ct).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return response;
            }
            var next = new Uri(address, location);
            bool away = Uri.Compare(next, _options.Endpoint, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0;
            if (away && !followAway)
            {
                return response;
            }
            response.Dispose();
            if (next.Scheme != Uri.UriSchemeHttps && (next.Scheme != Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
            {
                throw new InvalidDataException($"{address.Host} redirects to an address of scheme {next.Scheme}; expected https.");
            }
            address = next;
        }
        throw new InvalidDataException($"{address.Host} redirects more than {MostRedirects} times.");
    }

    private async Task CopyAsync(HttpResponseMessage response, Stream target, long most, Action<long>? received, CancellationToken ct)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        byte[] buffer = new byte[1 << 17];
        while (true)
        {
            int read = await WithinSilenceAsync(silence => body.ReadAsync(buffer, silence).AsTask(), ct).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }
            if (target.Length + read > most)
            {
                throw new InvalidDataException($"{response.RequestMessage?.RequestUri?.Host} sends more than the {most} bytes expected.");
            }
            await target.WriteAsync(buffer.AsMemory(0, read), ct).ConfigureAwait(false);
            received?.Invoke(read);
        }
    }

    private async Task<T> WithinSilenceAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(ct);
        silence.CancelAfter(_options.LongestSilence);
        try
        {
            return await work(silence.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new PassingTrouble($"the server was silent for {_options.LongestSilence.TotalSeconds:0.#} s");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new PassingTrouble(error.Message.TrimEnd('.'), error);
        }
    }

    private async Task<T> RetryAsync<T>(string what, Func<Task<T>> attempt, Func<long> reached, CancellationToken ct)
    {
        TimeSpan wait = _options.FirstWait;
        for (int failures = 1; ; failures++)
        {
            long before = reached();
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (PassingTrouble trouble)
            {
                if (reached() > before)
                {
                    (failures, wait) = (1, _options.FirstWait); // a bad line that still brings bytes is worth staying on
                }
                if (failures >= _options.Attempts)
                {
                    throw new IOException($"{what}: given up after {failures} attempts: {trouble.Message}. The same command goes on from here.", trouble);
                }
                TimeSpan asked = trouble.Wait ?? wait;
                await Task.Delay(asked < _options.LongestWait ? asked : _options.LongestWait, ct).ConfigureAwait(false);
                wait *= 2;
            }
        }
    }

    private void Demand(HttpResponseMessage response, HubRepository repository, string? path, bool redirectIsFine = false)
    {
        int status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode || (redirectIsFine && status is >= 300 and < 400))
        {
            return;
        }
        if (status is 408 or 429 or >= 500)
        {
            RetryConditionHeaderValue? after = response.Headers.RetryAfter;
            TimeSpan? wait = after?.Delta ?? (after?.Date is { } date ? date - DateTimeOffset.UtcNow : null);
            throw new PassingTrouble($"the server answers {status}") { Wait = wait is { } given ? TimeSpan.FromTicks(Math.Max(0, given.Ticks)) : null };
        }
        string what = path is null ? repository.Name : $"{repository.Name}, {path}";
        string token = _options.Token is null ? "set HF_TOKEN to a token that may read it" : "the token given may not read it";
        throw new InvalidDataException(status switch
        {
            401 => $"{what}: the Hub answers 401; the model is private or gated, or there is none of this name: {token}.",
            403 => $"{what}: the Hub answers 403; ask for access at {Address(repository.Name)} first: {token}.",
            404 when path is null => $"{what}: the Hub knows no such model with revision {repository.Revision} (404).",
            404 => $"{what}: the Hub has no such file (404).",
            _ => $"{what}: the Hub answers {status}; expected the file or a redirect to it.",
        });
    }

    private static (string Commit, IReadOnlyList<string> Paths) ReadListing(byte[] content, Uri address)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            string commit = document.RootElement.GetProperty("sha").GetString() ?? "";
            string[] paths = [.. document.RootElement.GetProperty("siblings").EnumerateArray().Select(file => file.GetProperty("rfilename").GetString() ?? "")];
            if (!CommitForm().IsMatch(commit) || commit.Contains("..", StringComparison.Ordinal))
            {
                throw new InvalidDataException($"{address}: the answer names no commit.");
            }
            return paths.FirstOrDefault(path => !IsPlain(path)) is { } odd
                ? throw new InvalidDataException($"{address}: the file name \"{odd}\" in the answer leads out of the model's folder; nothing was fetched.")
                : (commit, paths);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{address}: the answer is not the Hub's list of a model's files.", error);
        }
    }

    // A path that stays below its folder on every system.
    private static bool IsPlain(string path) =>
        path.Length < 1024 && !path.Any(character => character is '\\' or ':' or < ' ')
        && path.Split('/').All(part => part.Trim('.', ' ').Length > 0);

    private Uri Address(string path) => new(new Uri(_options.Endpoint.ToString().TrimEnd('/') + "/"), path);

    private Uri FileAddress(HubRepository repository, string commit, string path) =>
        Address($"{repository.Name}/resolve/{commit}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}");

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : null;

    [GeneratedRegex(@"^[0-9A-Za-z._=+-]{1,128}\z")]
    private static partial Regex EtagForm();

    [GeneratedRegex(@"^[0-9A-Za-z][0-9A-Za-z._-]{0,63}\z")]
    private static partial Regex CommitForm();

    private sealed class PassingTrouble(string message, Exception? cause = null) : Exception(message, cause)
    {
        /// <summary>How long the server wants us to wait.</summary>
        public TimeSpan? Wait { get; init; }
    }
}
