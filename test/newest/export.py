"""Exports float models with the esp-ppq that is installed: python export.py CASES.json

CASES.json: [{"onnx": file, "folder": new folder, "target": chip, "quant_type": type}, ...]
Each folder gets float.onnx (as the exporter simplified it), model.espdl, model.json, meta.json; or error.txt.
"""

import json
import os
import shutil
import sys

import numpy as np
import onnx
import torch
from esp_ppq.api import espdl_quantize_onnx
from torch.utils.data import DataLoader

torch.set_num_threads(2)


def samples(model):
    values = np.random.RandomState(7)
    names = {tensor.name for tensor in model.graph.initializer}
    inputs = [value.type.tensor_type for value in model.graph.input if value.name not in names]
    shapes = [[dim.dim_value for dim in tensor.shape.dim] for tensor in inputs]
    if any(tensor.elem_type != onnx.TensorProto.FLOAT for tensor in inputs):
        raise ValueError("only float inputs are calibrated")
    draw = lambda: [torch.from_numpy(values.standard_normal(shape).astype(np.float32)) for shape in shapes]
    return shapes, [draw() for _ in range(8)]


def export(case):
    copy = os.path.join(case["folder"], "float.onnx")
    shutil.copy(case["onnx"], copy)
    shapes, drawn = samples(onnx.load(copy))
    data = [sample if len(sample) > 1 else sample[0] for sample in drawn]
    espdl_quantize_onnx(
        onnx_import_file=copy,
        espdl_export_file=os.path.join(case["folder"], "model.espdl"),
        calib_dataloader=DataLoader(data, batch_size=None, shuffle=False),
        calib_steps=len(data),
        input_shape=shapes,
        inputs=drawn[0],
        target=case["target"],
        quant_type=case["quant_type"],
        collate_fn=lambda sample: sample,
        device="cpu",
        error_report=False,
        export_test_values=True,
        verbose=0,
    )
    facts = {"target": case["target"], "quant_type": case["quant_type"], "golden_status": "unknown"}
    with open(os.path.join(case["folder"], "meta.json"), "w") as file:
        json.dump(facts, file)


# What one export leaves behind where it failed may change the next: each runs in a process of its own.
with open(sys.argv[1]) as file:
    cases = json.load(file)
for case in cases:
    os.makedirs(case["folder"])
    child = os.fork()
    if child == 0:
        try:
            export(case)
            os._exit(0)
        except BaseException as error:  # told, and counted, by the one who reads the folders
            with open(os.path.join(case["folder"], "error.txt"), "w") as file:
                file.write(f"{type(error).__name__}: {error}")
            os._exit(1)
    os.waitpid(child, 0)
