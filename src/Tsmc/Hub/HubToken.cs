using System.Net.Http.Headers;

namespace Tsmc.Hub;

/// <summary>An access token. It shows itself to nobody: neither text nor serialisation of it holds the secret.</summary>
public sealed class HubToken
{
    private readonly string _secret;

    /// <summary>Wraps a token.</summary>
    /// <exception cref="ArgumentException">It holds characters that no token has; the message does not repeat it.</exception>
    public HubToken(string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        if (secret.Any(character => character is <= ' ' or > '~'))
        {
            throw new ArgumentException("The Hub token holds white space or other characters that no token has; check HF_TOKEN or the token file.");
        }
        _secret = secret;
    }

    /// <summary>The header that carries it.</summary>
    internal AuthenticationHeaderValue Header() => new("Bearer", _secret);

    /// <summary>Three stars.</summary>
    public override string ToString() => "***";
}
