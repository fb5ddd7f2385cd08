#!/usr/bin/env bash
# Makes the NuGet packages and the tool: environment/pack.sh FOLDER [VERSION]. They carry no libtorch; see environment/README.md.
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: environment/pack.sh FOLDER [VERSION]" >&2; exit 2; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
for project in Tsmc Tsmc.Charts Tsmc.Interactive Tsmc.Cli; do
  # Apart from the usual build, whose outputs have a libtorch beside them.
  dotnet pack "src/$project" -c Release -p:TorchBackend=none ${2:+"-p:Version=$2"} --artifacts-path artifacts/pack -o "$folder" -v q -nologo
done
