#!/usr/bin/env bash
# Sets up Jupyter with a C# kernel for the notebooks, on Debian and Ubuntu; elsewhere install Jupyter first. Safe to run twice.
# --headless: only what runs notebooks without a person (run-in-jupyter.py), no browser notebook.
set -euo pipefail
cd "$(dirname "$0")/.."

packages="jupyter-client python3-nbclient python3-nbformat"
case "${1:-}" in
  "") packages="$packages jupyter-notebook jupyter-nbconvert python3-nbconvert" ;;
  --headless) ;;
  *) echo "usage: environment/setup-jupyter.sh [--headless]" >&2; exit 2 ;;
esac
if command -v apt-get > /dev/null; then
  missing=$(for name in $packages; do dpkg -s "$name" > /dev/null 2>&1 || echo "$name"; done)
  if [ -n "$missing" ]; then
    sudo=$([ "$(id -u)" -eq 0 ] || echo sudo)
    $sudo apt-get update
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y --no-install-recommends $missing
  fi
elif ! command -v jupyter > /dev/null; then
  echo "Jupyter was not found and there is no apt-get to install it; install it (pip install notebook nbclient) and run this again." >&2
  exit 1
fi

# The kernel, in the version that .config/dotnet-tools.json names.
dotnet tool restore
version=$(sed -n '/"microsoft.dotnet-interactive"/,/}/s/.*"version": "\([^"]*\)".*/\1/p' .config/dotnet-tools.json)
store=${NUGET_PACKAGES:-$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')}
program=$(find "${store%/}/microsoft.dotnet-interactive/$version/tools" -name Microsoft.DotNet.Interactive.App.dll | head -1)
[ -n "$program" ] || { echo "dotnet-interactive $version was restored but its program was not found under $store." >&2; exit 1; }

# Not `dotnet interactive jupyter install`: its kernel listens on every network interface and runs what it is sent.
# --http-local-only keeps it on this machine.
kernels=${JUPYTER_DATA_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/jupyter}/kernels
mkdir -p "$kernels/.net-csharp"
cat > "$kernels/.net-csharp/kernel.json" << END
{
  "argv": [
    "$(command -v dotnet)", "$program", "jupyter", "--default-kernel", "csharp", "--http-local-only", "{connection_file}"
  ],
  "display_name": ".NET (C#)",
  "language": "C#",
  "env": { "DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT": "1" }
}
END
echo "Ready: dotnet build -c Release, then: jupyter notebook notebooks (headless: environment/run-in-jupyter.py)"
