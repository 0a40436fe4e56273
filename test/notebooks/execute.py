"""Runs notebooks in real nbclient, in place and in one process: execute.py KERNEL A.ipynb B.ipynb ..."""

import pathlib
import sys

import nbformat
from nbclient import NotebookClient

kernel, *names = sys.argv[1:]
for name in names:
    path = pathlib.Path(name).resolve()
    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=600, kernel_name=kernel, resources=folder).execute()
    nbformat.validate(notebook)
    nbformat.write(notebook, path)
    print(path.name, flush=True)
