"""Runs notebooks in real nbclient, in place and in one process: execute.py A.ipynb B.ipynb ..."""

import pathlib
import sys

import nbformat
from nbclient import NotebookClient

for name in sys.argv[1:]:
    path = pathlib.Path(name).resolve()
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(path.parent)}}).execute()
    nbformat.validate(notebook)
    nbformat.write(notebook, path)
    print(path.name, flush=True)
