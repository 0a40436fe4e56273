"""SavedModels and graph-models of tfjs with random weights, and the outputs that TensorFlow computes, in tensorflow.zip;
int16.tflite.

    pip install tensorflow-cpu==2.21.0 tf_keras; pip install --no-deps tensorflowjs==4.22.0 tensorflow-hub
    python make_tensorflow.py
"""
import os, shutil, sys, tempfile, types, zipfile
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import keras
import tensorflow as tf
import tf_keras

# The converter of tfjs imports what it does not need here, and names that NumPy gave up.
for name in ["tensorflow_decision_forests", "jax", "jax.experimental", "jax.experimental.jax2tf"]:
    sys.modules.setdefault(name, types.ModuleType(name))
for name in ["object", "bool"]:
    setattr(np, name, getattr(np, name, getattr(__import__("builtins"), name)))
from tensorflowjs.converters.tf_saved_model_conversion_v2 import convert_tf_saved_model

out = tempfile.mkdtemp()
at = lambda name: os.path.join(out, name)


def randomized(model):
    r = np.random.RandomState(3)
    for w in model.weights:
        low, high = (0.5, 1.5) if "variance" in getattr(w, "path", w.name) else (-0.5, 0.5)
        if "float" in str(w.dtype):
            w.assign(r.uniform(low, high, w.shape))
    return model


def images(keras):
    L = keras.layers
    x = keras.Input((12, 10, 3), name="image")
    y = L.Conv2D(4, 3, padding="same", strides=2, use_bias=False)(x)
    y = L.ReLU(6.0)(L.BatchNormalization()(y))
    y = L.Add()([y, L.SeparableConv2D(4, 3, padding="same", activation="relu")(y)])
    y = L.LeakyReLU()(L.Conv2DTranspose(3, 3, strides=2, padding="same")(y))
    y = L.MaxPooling2D(2, padding="same")(L.DepthwiseConv2D(3)(L.ZeroPadding2D(1)(y)))
    y = L.AveragePooling2D(3, padding="same")(L.UpSampling2D(2, interpolation="bilinear")(L.UpSampling2D(2)(y)))
    y = L.LayerNormalization()(y)
    f = L.BatchNormalization()(L.Dense(5, activation="selu")(L.Flatten()(y)))
    c = L.Concatenate()([L.GlobalAveragePooling2D()(y), L.Activation("elu")(f)])
    return randomized(keras.Model(x, [L.Dense(4, activation="softmax", name="classes")(c), y]))


def sequences(keras):
    L = keras.layers
    words, sound = keras.Input((6,), dtype="int32", name="words"), keras.Input((9, 4), name="sound")
    e = L.Dense(4, activation="gelu")(L.Embedding(11, 5)(words))
    a = L.MultiHeadAttention(2, 3)(e, e)
    s = L.GRU(3, unroll=True, return_sequences=True)(L.Conv1D(4, 3, padding="causal", dilation_rate=2)(sound))
    s = L.LSTM(3, unroll=True)(L.MaxPooling1D(2)(s))
    p = L.Permute((2, 1))(L.Reshape((4, 6))(a))
    n = L.Concatenate()([L.Flatten()(p), s, L.GlobalMaxPooling1D()(e)])
    return randomized(keras.Model([words, sound], L.Dense(3, activation="sigmoid", name="result")(n)))


class Module(tf.Module):
    def __init__(self):
        r = np.random.RandomState(4)
        v = lambda *shape: tf.Variable(r.uniform(-0.5, 0.5, shape).astype(np.float32))
        self.a, self.b, self.c, self.d, self.e = v(3, 3, 4, 6), v(3, 3, 6, 1), v(2, 3, 5), v(4), v(2, 4, 3)

    @tf.function(input_signature=[tf.TensorSpec([None, 8, 8, 4], tf.float32, name="x")])
    def __call__(self, x):
        y = tf.nn.conv2d(x, self.a, [1, 2, 1, 1], [[0, 0], [1, 2], [0, 1], [0, 0]])
        y = tf.nn.depthwise_conv2d(y, self.b, [1, 1, 1, 1], "SAME", dilations=[2, 2])
        y = tf.clip_by_value(tf.nn.log_softmax(y), -3.0, -1.2) + tf.reduce_max(y, [1, 2], keepdims=True)
        z = tf.nn.depth_to_space(x, 2)[:, ::3, 1:-1:2, tf.newaxis, ...]
        z = tf.transpose(tf.squeeze(z, 3), [0, 3, 1, 2]) - self.d[1]
        one, two = tf.split(x, [1, 3], axis=3)
        w = tf.stack([tf.unstack(two, axis=3)[2], tf.tile(one[..., 0][:, :4], [1, 2, 1])], axis=1)
        m = tf.linalg.matmul(tf.reshape(x, [-1, 2, 16, 8])[:, :, :5, :3], self.c, transpose_b=False)
        r = tf.image.resize(tf.pad(x, [[0, 0], [2, 1], [1, 1], [0, 0]], "REFLECT"), [7, 5])
        s = tf.where(x > 0.2, x * x, tf.math.rsqrt(tf.abs(x) + 0.5)) + tf.math.squared_difference(x, self.d)
        return {
            "convolutions": y, "places": z, "stacked": w, "products": m, "resized": r, "chosen": s,
            "nearest": tf.image.resize(x, [12, 20], "nearest"), "largest": tf.argmax(x, 2, tf.int32),
            "mean": tf.reduce_mean(x, [0, 2]), "summed": tf.einsum("nhwc,kcd->nkhd", x, self.e), "divided": x / (4.5 + tf.floor(x * 3.0)) + tf.math.floormod(x, 0.3),
        }


def saved():
    images(keras).export(at("keras3_images"), verbose=False)
    sequences(keras).export(at("keras3_sequences"), verbose=False)
    images(tf_keras).save(at("keras2_images"), save_format="tf", include_optimizer=False)
    module = Module()
    tf.saved_model.save(module, at("module"), signatures=module.__call__)


def record(name):
    run = tf.saved_model.load(at(name)).signatures["serving_default"]
    r = np.random.RandomState(5)
    inputs = {}
    for key, spec in run.structured_input_signature[1].items():
        shape = [1 if size is None else size for size in spec.shape]
        whole = spec.dtype != tf.float32
        inputs[key] = r.randint(0, 11, shape).astype(np.int32) if whole else r.uniform(-1, 1, shape).astype(np.float32)
    outputs = run(**{key: tf.constant(value) for key, value in inputs.items()})
    np.savez_compressed(
        at(name + ".npz"),
        **{"in:" + key: value for key, value in inputs.items()},
        **{"out:" + key: value.numpy() for key, value in outputs.items()},
    )


def int16():
    """int16.tflite: values of 16 bits, weights of 8, and what TFLite's reference kernels give for it."""
    keras.utils.set_random_seed(3)
    L = keras.layers
    model = keras.Sequential([
        keras.Input((6, 6, 2), batch_size=1), L.Conv2D(3, 3, padding="same", activation="relu"),
        L.MaxPooling2D(2), L.Flatten(), L.Dense(4),
    ])
    data = np.random.RandomState(1).uniform(-1, 1, (20, 6, 6, 2)).astype(np.float32)
    model.export(at("int16"), verbose=False)
    converter = tf.lite.TFLiteConverter.from_saved_model(at("int16"))
    shutil.rmtree(at("int16"))
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([sample[None]] for sample in data)
    converter.target_spec.supported_ops = [
        tf.lite.OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8
    ]
    converter.inference_input_type = converter.inference_output_type = tf.int16
    file = converter.convert()
    reference = tf.lite.experimental.OpResolverType.BUILTIN_REF
    interpreter = tf.lite.Interpreter(model_content=file, experimental_op_resolver_type=reference)
    interpreter.allocate_tensors()
    (entry,), (end,) = interpreter.get_input_details(), interpreter.get_output_details()
    inputs = np.clip(np.round(data[:5] / entry["quantization"][0]), -32768, 32767).astype(np.int16)
    outputs = []
    for sample in inputs:
        interpreter.set_tensor(entry["index"], sample[None])
        interpreter.invoke()
        outputs.append(interpreter.get_tensor(end["index"])[0])
    open(os.path.join(here, "int16.tflite"), "wb").write(file)
    np.savez_compressed(os.path.join(here, "int16.npz"), input=inputs, output_00=np.stack(outputs))


here = os.path.dirname(os.path.abspath(__file__))
int16()
saved()
for name in ["keras3_images", "keras3_sequences", "keras2_images", "module"]:
    record(name)
for name in ["keras2_images", "module"]:
    convert_tf_saved_model(at(name), at(name + "_tfjs"))
with zipfile.ZipFile(os.path.join(here, "tensorflow.zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for folder, _, files in sorted(os.walk(out)):
        for file in sorted(files):
            path = os.path.join(folder, file)
            if file not in ["fingerprint.pb", "keras_metadata.pb"]:
                archive.write(path, os.path.relpath(path, out))
shutil.rmtree(out)
