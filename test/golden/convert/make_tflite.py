"""Small .tflite models, float and int8 with weights a channel, and what TensorFlow 2.15's interpreter gives for them.

    python make_tflite.py
"""
import numpy as np
import tensorflow as tf

L = tf.keras.layers
tf.keras.utils.set_random_seed(7)


def network(float_only):
    x = tf.keras.Input((12, 11, 3), batch_size=1, name="image")
    a = L.Conv2D(8, 3, strides=2, padding="same", activation="relu")(x)
    b = L.DepthwiseConv2D(3, padding="same", activation="relu6")(a)
    c = L.Conv2D(8, 1)(b)
    d = L.Add()([a, c])
    e = L.MaxPooling2D(2, padding="same")(d)
    f = L.Concatenate()([e, L.AveragePooling2D(2, padding="same")(d)])
    g = L.Conv2DTranspose(4, 2, strides=2)(f)
    h = tf.pad(g, [[0, 0], [1, 0], [0, 2], [0, 0]])
    i = tf.keras.layers.UpSampling2D(2, interpolation="bilinear")(h)
    j = tf.reduce_mean(i, [1, 2])
    k = L.Dense(5, activation="tanh")(j)
    outputs = [L.Dense(4, activation="softmax")(L.Dense(6, activation="sigmoid")(k)), h[:, 1:7:2, :5]]
    if float_only:
        y = tf.image.resize(g, (9, 7), method="nearest")
        y = tf.transpose(L.PReLU(shared_axes=[1, 2])(y), [0, 3, 1, 2])
        y = tf.squeeze(tf.reduce_max(y, 2, keepdims=True), 2)
        outputs += [y, tf.nn.leaky_relu(h, 0.3) * tf.nn.elu(h) - tf.math.squared_difference(h, 0.1)]
        outputs += [tf.stack(tf.split(f, 2, -1), 1), tf.math.rsqrt(tf.square(h) + 1.0) / 3.0, tf.nn.gelu(h)]
        outputs += [tf.maximum(tf.minimum(tf.nn.silu(h), 0.2), -0.1), tf.image.resize(g, (9, 7)), tf.nn.log_softmax(k)]
        outputs += [tf.nn.relu6(f) * tf.nn.hard_swish(f) if hasattr(tf.nn, "hard_swish") else tf.nn.relu6(f + 3.0)]
    return tf.keras.Model(x, outputs)


def record(name, model, quantized, count=8):
    data = np.random.uniform(-1, 1, (64, 1, 12, 11, 3)).astype("float32")
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    if quantized:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.representative_dataset = lambda: ([sample] for sample in data)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = converter.inference_output_type = tf.int8
    file = converter.convert()
    open(f"{name}.tflite", "wb").write(file)
    interpreter = tf.lite.Interpreter(model_content=file)
    interpreter.allocate_tensors()
    (entry,) = interpreter.get_input_details()
    ends = interpreter.get_output_details()
    inputs, outputs = [], [[] for _ in ends]
    for sample in data[:count]:
        if quantized:
            scale, zero = entry["quantization"]
            sample = np.clip(np.round(sample / np.float32(scale)) + zero, -128, 127).astype("int8")
        interpreter.set_tensor(entry["index"], sample)
        interpreter.invoke()
        inputs.append(sample)
        for list_, end in zip(outputs, ends):
            list_.append(interpreter.get_tensor(end["index"]))
    arrays = {f"output_{i:02}": np.stack(list_) for i, list_ in enumerate(outputs)}
    np.savez_compressed(f"{name}.npz", input=np.stack(inputs), **arrays)


record("float", network(True), False)
record("int8", network(False), True)
