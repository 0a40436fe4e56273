"""SavedModels whose graph holds loops, as Keras 3 exports recurrent layers and as tf.function writes `for`, and the outputs
that TensorFlow computes, in loops.zip.

    pip install tensorflow-cpu==2.21.0
    python make_loops.py
"""
import os, tempfile, zipfile
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf

L = tf.keras.layers
tf.keras.utils.set_random_seed(3)
out = tempfile.mkdtemp()
at = lambda name: os.path.join(out, name)


def keras(name, layers, shape):
    model = tf.keras.Sequential([L.Input(shape)] + layers)
    for w in model.weights:
        if "bias" in w.name:
            w.assign(np.random.RandomState(1).randn(*w.shape) * 0.2)
    model.export(at(name), verbose=False)


class Loop(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([2, 3], tf.float32)])
    def __call__(self, x):
        state = x
        for _ in tf.range(4):
            state = tf.tanh(state * 0.5 + x)
        return {"y": state}


class Cell(tf.Module):
    def __init__(self):
        self.w = tf.Variable(np.random.RandomState(2).randn(7, 4).astype(np.float32) * 0.4)

    @tf.function(input_signature=[tf.TensorSpec([1, 5, 3], tf.float32)])
    def __call__(self, x):
        states, state = tf.TensorArray(tf.float32, size=5), tf.zeros([1, 4])
        for t in tf.range(5):
            state = tf.tanh(tf.matmul(tf.concat([x[:, t, :], state], 1), self.w))
            states = states.write(t, state)
        return {"y": tf.transpose(states.stack(), [1, 0, 2])}


keras("lstm", [L.LSTM(5)], (6, 4))
keras("gru_v1", [L.GRU(4, reset_after=False)], (5, 3))
keras("bi", [L.Bidirectional(L.LSTM(3, return_sequences=True)), L.GRU(4), L.Dense(2, activation="softmax")], (5, 3))
for name, module in [("loop", Loop()), ("cell", Cell())]:
    tf.saved_model.save(module, at(name), signatures=module.__call__)

with zipfile.ZipFile("loops.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for name in ["lstm", "gru_v1", "bi", "loop", "cell"]:
        signature = tf.saved_model.load(at(name)).signatures["serving_default"]
        r = np.random.RandomState(5)
        feeds = {
            key: r.uniform(-1, 1, [1 if size is None else size for size in spec.shape]).astype(np.float32)
            for key, spec in signature.structured_input_signature[1].items()
        }
        results = signature(**{key: tf.constant(value) for key, value in feeds.items()})
        np.savez(
            at(name + ".npz"),
            **{"in:" + key: value for key, value in feeds.items()},
            **{"out:" + key: value.numpy() for key, value in results.items()},
        )
        archive.write(at(name + ".npz"), name + ".npz")
        for file in ["saved_model.pb", "variables/variables.index", "variables/variables.data-00000-of-00001"]:
            archive.write(os.path.join(at(name), file), f"{name}/{file}")
