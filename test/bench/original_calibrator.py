"""Seconds that onnxruntime's own Python calibrator takes: calibrator.py MODEL SAMPLES.npy → JSON on the last line."""

import json
import sys
import tempfile
import time

import numpy
import onnxruntime
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, create_calibrator

CALIBRATED = (
    "ArgMax Conv Gemm MatMul Add Mul Relu Clip LeakyRelu Sigmoid MaxPool GlobalAveragePool Split Pad Reshape Squeeze "
    "Unsqueeze Resize AveragePool Concat Softmax Where Gather Transpose EmbedLayerNormalization"
).split()


class Reader(CalibrationDataReader):
    def __init__(self, name, samples):
        self.rows = iter([{name: row[None]} for row in samples])

    def get_next(self):
        return next(self.rows, None)


def main(model, path):
    samples = numpy.load(path)
    name = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"]).get_inputs()[0].name
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        calibrator = create_calibrator(
            model, CALIBRATED, augmented_model_path=f"{folder}/augmented.onnx", calibrate_method=CalibrationMethod.Entropy
        )
        calibrator.collect_data(Reader(name, samples))
        ranges = calibrator.compute_range() if hasattr(calibrator, "compute_range") else calibrator.compute_data()
    seconds = time.perf_counter() - start
    tensors = len(ranges if hasattr(ranges, "__len__") else ranges.data)
    print(json.dumps({"seconds": seconds, "tensors": tensors, "version": onnxruntime.__version__}))


main(*sys.argv[1:])
