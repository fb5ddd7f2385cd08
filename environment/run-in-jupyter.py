#!/usr/bin/env python3
"""Runs a notebook in Jupyter's own way, through nbclient and the kernel of setup-jupyter.sh.

    /usr/bin/python3 environment/run-in-jupyter.py IN.ipynb OUT.ipynb --folder notebooks

Writes OUT.ipynb also when a cell fails, and prints one line of JSON: the addresses at which the kernel's process listened while it
ran, and the seconds taken. Exit code 0: all cells ran; 1: a cell failed or the kernel died; 3: Jupyter or the kernel is not installed.
"""
import argparse
import glob
import json
import os
import socket
import struct
import sys
import time

KERNEL = ".net-csharp"
NOT_INSTALLED = 3
LISTEN = "0A"


def main():
    flags = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    flags.add_argument("input", nargs="?")
    flags.add_argument("output", nargs="?")
    flags.add_argument("--folder", default=".", help="working folder of the kernel (default: %(default)s)")
    flags.add_argument("--cell-timeout", type=int, default=600, help="seconds that a cell may take (default: %(default)s)")
    flags.add_argument("--check", action="store_true", help="only say whether everything needed is installed")
    given = flags.parse_args()
    try:
        import nbclient
        import nbformat
        from jupyter_client.kernelspec import KernelSpecManager
        KernelSpecManager().get_kernel_spec(KERNEL)
    except Exception as missing:
        print(f"{type(missing).__name__}: {missing}; run environment/setup-jupyter.sh.", file=sys.stderr)
        return NOT_INSTALLED
    if given.check:
        return 0

    notebook = nbformat.read(given.input, as_version=4)
    client = nbclient.NotebookClient(
        notebook, kernel_name=KERNEL, timeout=given.cell_timeout, startup_timeout=180, resources={"metadata": {"path": given.folder}})
    listened = set()
    begun = time.time()
    failed = False
    try:
        with client.setup_kernel():
            for index, cell in enumerate(notebook.cells):
                client.execute_cell(cell, index)
                if cell.cell_type == "code":
                    listened |= listening(client.km.provisioner.pid)
    except (nbclient.exceptions.CellExecutionError, nbclient.exceptions.CellTimeoutError, nbclient.exceptions.DeadKernelError) as error:
        print(error, file=sys.stderr)
        failed = True
    nbformat.write(notebook, given.output)
    print(json.dumps({"listened": sorted(listened), "seconds": round(time.time() - begun, 1)}))
    return 1 if failed else 0


def listening(pid):
    """Addresses of the TCP sockets on which a process or one of its descendants waits for connections."""
    sockets = set()
    for each in family(pid):
        for link in glob.glob(f"/proc/{each}/fd/*"):
            try:
                target = os.readlink(link)
            except OSError:
                continue  # closed meanwhile
            if target.startswith("socket:["):
                sockets.add(target[len("socket:["):-1])
    found = set()
    for table in ("tcp", "tcp6"):
        with open(f"/proc/{pid}/net/{table}") as rows:
            for row in list(rows)[1:]:
                fields = row.split()
                if fields[3] == LISTEN and fields[9] in sockets:
                    found.add(address(fields[1].split(":")[0]))
    return found


def family(pid):
    """A process and its descendants."""
    children = {}
    for status in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(status) as line:
                own, rest = line.read().rsplit(")", 1)
        except OSError:
            continue
        children.setdefault(int(rest.split()[1]), []).append(int(own.split()[0]))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def address(words):
    """/proc's hexadecimal words, each in the machine's byte order, as an address."""
    packed = b"".join(struct.pack("=I", int(words[i:i + 8], 16)) for i in range(0, len(words), 8))
    text = socket.inet_ntop(socket.AF_INET if len(packed) == 4 else socket.AF_INET6, packed)
    return text[len("::ffff:"):] if text.startswith("::ffff:") else text


if __name__ == "__main__":
    sys.exit(main())
