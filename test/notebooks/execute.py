"""Runs notebooks in real nbclient, in place, in one process, two at a time: execute.py KERNEL A.ipynb B.ipynb ..."""

import asyncio
import pathlib
import sys

import nbformat
from nbclient import NotebookClient


async def execute(name, kernel, turns):
    path = pathlib.Path(name).resolve()
    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(path.parent)}}
    async with turns:
        await NotebookClient(notebook, timeout=600, kernel_name=kernel, resources=folder).async_execute()
    nbformat.validate(notebook)
    nbformat.write(notebook, path)
    print(path.name, flush=True)


async def main(kernel, names):
    turns = asyncio.Semaphore(2)
    await asyncio.gather(*(execute(name, kernel, turns) for name in names))


asyncio.run(main(sys.argv[1], sys.argv[2:]))
