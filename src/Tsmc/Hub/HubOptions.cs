namespace Tsmc.Hub;

/// <summary>Where models come from and go to, by the environment variables of Hugging Face's own tools.</summary>
public sealed record HubOptions
{
    /// <summary>The Hub's address (<c>HF_ENDPOINT</c>).</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>Folder of downloaded models (<c>HF_HUB_CACHE</c>, or <c>hub</c> under <c>HF_HOME</c>).</summary>
    public required string CacheFolder { get; init; }

    /// <summary>The access token (<c>HF_TOKEN</c>, or the token file), or null. It is sent to <see cref="Endpoint"/> only.</summary>
    public HubToken? Token { get; init; }

    /// <summary>Files fetched at the same time; at least 1.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>Attempts in a row that may fail without one more byte; at least 1.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>Wait before the second attempt; it doubles with each further one, unless the server says how long.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest silence of a server that is still taken for a slow one.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait that a server may ask for.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Reads the environment variables.</summary>
    /// <param name="variable">Value of a variable, or null; <see cref="Environment.GetEnvironmentVariable(string)"/> as a rule.</param>
    /// <exception cref="ArgumentException">A variable holds something that cannot be used.</exception>
    public static HubOptions FromEnvironment(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        string? Value(string name) => variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        string userCache = Value("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        string home = Value("HF_HOME") ?? Path.Combine(userCache, "huggingface");
        string endpoint = Value("HF_ENDPOINT") ?? "https://huggingface.co";
        if (!Uri.TryCreate(endpoint.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"HF_ENDPOINT is \"{endpoint}\"; expected an address such as https://huggingface.co.");
        }
        string tokenFile = Value("HF_TOKEN_PATH") ?? Path.Combine(home, "token");
        string? token = Value("HF_TOKEN") ?? Value("HUGGING_FACE_HUB_TOKEN") ?? (File.Exists(tokenFile) ? File.ReadAllText(tokenFile).Trim() : null);
        return new HubOptions
        {
            Endpoint = address,
            CacheFolder = Value("HF_HUB_CACHE") ?? Value("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(home, "hub"),
            Token = string.IsNullOrEmpty(token) ? null : new HubToken(token),
        };
    }

    /// <exception cref="ArgumentException">A number is out of range.</exception>
    internal void Validate()
    {
        if (Parallel < 1 || Attempts < 1)
        {
            throw new ArgumentException($"The Hub options ask for {Parallel} files at a time and {Attempts} attempts; expected at least 1 of each.");
        }
    }
}
