using System.Diagnostics;
using Tsmc.Charts;

namespace Tsmc.Tests.Charts;

/// <summary>Opens a page in a browser without a window, where one is found; a test is skipped where there is none.</summary>
internal static class HeadlessBrowser
{
    /// <summary>The page's document after its scripts have run.</summary>
    /// <param name="folder">A folder for the page and the browser's own files.</param>
    /// <param name="page">The page.</param>
    /// <param name="hash">What follows the page's address, <c>#</c> included, or nothing.</param>
    /// <param name="then">A script that runs when the page's own have: what a reader would do.</param>
    /// <param name="width">Width of the window in pixels.</param>
    public static async Task<string> DomAsync(string folder, string page, string hash = "", string then = "", int width = 1200)
    {
        string? browser = Browser.Find(out string? whyNot);
        Assert.SkipWhen(browser is null, whyNot ?? "");
        string path = Path.Combine(folder, $"{Guid.NewGuid():N}.html");
        await File.WriteAllTextAsync(path, page.Replace("</body>", $"<script>{then}</script></body>", StringComparison.Ordinal));
        var start = new ProcessStartInfo(browser!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--hide-scrollbars", $"--user-data-dir={Path.Combine(folder, "browser")}", $"--window-size={width},1000", "--virtual-time-budget=4000",
                "--dump-dom", new Uri(path).AbsoluteUri + hash,
            },
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{browser} did not draw the page within two minutes.");
        }
        string dom = await output;
        Assert.True(process.ExitCode == 0, await error);
        return dom;
    }
}
