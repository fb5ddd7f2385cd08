using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tsmc.Tests.Hub;

/// <summary>
/// A server that answers as the Hub does: a listing, descriptions by HEAD, small files itself, large ones by a redirect to a second
/// server. Tests make it fail.
/// </summary>
internal sealed class FakeHub : IDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly HttpListener _home = new(), _store = new();

    public FakeHub()
    {
        Endpoint = Start(_home);
        Store = Start(_store);
        _ = ServeAsync(_home);
        _ = ServeAsync(_store);
    }

    public Uri Endpoint { get; }

    /// <summary>Where large files lie.</summary>
    public Uri Store { get; }

    /// <summary>The model's files; those of more than 1000 bytes are large.</summary>
    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Asked before every answer; true when it has answered itself. Given the request's number for its address.</summary>
    public Func<HttpListenerContext, int, bool> Trouble { get; set; } = (_, _) => false;

    /// <summary>Method, address, token and range of each request.</summary>
    public ConcurrentQueue<(string Method, Uri Address, string? Token, string? Range)> Requests { get; } = new();

    public int Gets(string file) => Requests.Count(request => request.Method == "GET" && request.Address.AbsolutePath.EndsWith("/" + file, StringComparison.Ordinal) && Serves(request));

    public void Dispose()
    {
        _home.Close();
        _store.Close();
    }

    /// <summary>Sends a body's beginning and cuts the line.</summary>
    public static void Cut(HttpListenerContext context, byte[] whole, int from, int to)
    {
        context.Response.StatusCode = from > 0 ? 206 : 200;
        if (from > 0)
        {
            context.Response.Headers["Content-Range"] = $"bytes {from}-{whole.Length - 1}/{whole.Length}";
        }
        context.Response.ContentLength64 = whole.Length - from;
        context.Response.OutputStream.Write(whole, from, to - from);
        context.Response.OutputStream.Flush();
        context.Response.Abort();
    }

    public static void Status(HttpListenerContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Close();
    }

    private bool Serves((string Method, Uri Address, string? Token, string? Range) request) =>
        request.Address.Port == Store.Port || Files.Any(file => file.Value.Length <= 1000 && request.Address.AbsolutePath.EndsWith("/" + file.Key, StringComparison.Ordinal));

    private static Uri Start(HttpListener listener)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        int port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        return new Uri($"http://127.0.0.1:{port}/");
    }

    private async Task ServeAsync(HttpListener listener)
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            _ = Task.Run(() =>
            {
                HttpListenerRequest request = context.Request;
                int number = Requests.Count(other => other.Method == request.HttpMethod && other.Address == request.Url);
                Requests.Enqueue((request.HttpMethod, request.Url!, request.Headers["Authorization"], request.Headers["Range"]));
                try
                {
                    if (!Trouble(context, number))
                    {
                        Answer(context);
                    }
                }
                catch (Exception error) when (error is HttpListenerException or IOException or ObjectDisposedException)
                {
                    // The client has gone.
                }
            });
        }
    }

    private void Answer(HttpListenerContext context)
    {
        string path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath);
        if (path == "/api/models/org/name/revision/main")
        {
            Send(context, JsonSerializer.SerializeToUtf8Bytes(new { sha = Commit, siblings = Files.Keys.Select(file => new { rfilename = file }) }));
            return;
        }
        string prefix = context.Request.Url.Port == Store.Port ? "/store/" : $"/org/name/resolve/{Commit}/";
        if (!path.StartsWith(prefix, StringComparison.Ordinal) || !Files.TryGetValue(path[prefix.Length..], out byte[]? content))
        {
            Status(context, 404);
            return;
        }
        if (content.Length > 1000 && context.Request.Url.Port != Store.Port)
        {
            context.Response.Headers["X-Linked-Etag"] = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"";
            context.Response.Headers["X-Linked-Size"] = $"{content.Length}";
            context.Response.Headers["Location"] = new Uri(Store, "store/" + path[prefix.Length..]).ToString();
            Status(context, 302);
            return;
        }
        if (content.Length <= 1000)
        {
            context.Response.Headers["ETag"] = $"\"{Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]))}\"";
        }
        Send(context, content);
    }

    private static void Send(HttpListenerContext context, byte[] content)
    {
        int from = 0;
        if (context.Request.Headers["Range"] is { } range)
        {
            from = int.Parse(range["bytes=".Length..^1]);
            context.Response.StatusCode = 206;
            context.Response.Headers["Content-Range"] = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }
        context.Response.ContentLength64 = content.Length - from;
        if (context.Request.HttpMethod != "HEAD")
        {
            context.Response.OutputStream.Write(content, from, content.Length - from);
        }
        context.Response.Close();
    }
}
