"""Many-headed models with what TensorFlow.js lacks, their weights random, their outputs as Keras computes them.

    python make_keras.py keras2        # TensorFlow 2.15
    KERAS_BACKEND=jax python make_keras.py keras3
"""
import sys
import numpy as np

name = sys.argv[1]
if name == "keras2":
    import tensorflow as tf
    keras = tf.keras
else:
    import keras
L = keras.layers
keras.utils.set_random_seed(7)


def images():
    x = keras.Input((8, 7, 4), name="image")
    conv = lambda **k: L.Conv2D(3, 3, padding="same", **k)
    heads = [
        L.Conv2D(4, 3, groups=2, strides=2, padding="same"),
        L.Conv2DTranspose(3, 3, dilation_rate=2),
        L.Conv2DTranspose(3, 4, strides=3, padding="same", activation="relu"),
        L.UpSampling2D(2, interpolation="bilinear"),
        L.UpSampling2D((3, 2)),
        L.ReLU(negative_slope=0.1),
        L.ReLU(max_value=0.7, threshold=0.2),
        L.ReLU(max_value=0.7, threshold=0.2, negative_slope=0.3),
        L.ELU(alpha=0.7),
        L.Softmax(axis=1),
        L.LeakyReLU(),
        L.Activation("hard_sigmoid"),
        L.Activation("gelu"),
        L.Activation("selu"),
        L.Dense(3, activation="hard_sigmoid"),
        L.LayerNormalization(axis=[1, 2]),
        L.LayerNormalization(),
        L.BatchNormalization(axis=1),
        L.Normalization(mean=[0.1, 0.2, 0.3, 0.4], variance=[1.0, 2.0, 3.0, 4.0]),
        L.Rescaling(2.0, offset=[0.1, 0.2, 0.3, 0.4]),
        L.GlobalAveragePooling2D(keepdims=True),
        L.GlobalMaxPooling2D(keepdims=True),
        L.AveragePooling2D(3, strides=2, padding="same"),
        L.Permute((3, 1, 2)),
        L.ZeroPadding2D(((1, 0), (2, 3))),
        L.DepthwiseConv2D(3, dilation_rate=2, padding="same", activation="tanh"),
        L.PReLU(shared_axes=[1, 2]),
        L.PReLU(),
    ]
    outputs = [layer(x) for layer in heads]
    outputs.append(L.Subtract()([conv()(x), conv(activation="swish")(x)]))
    inner = keras.Sequential([keras.Input((8, 7, 4)), L.Conv2D(2, 3), L.BatchNormalization(), L.Flatten()], name="inner")
    outputs.append(L.Dense(2)(inner(x)))
    outputs.append(inner(L.Activation("relu")(x)))
    return keras.Model(x, outputs, name="images")


def sequences():
    x = keras.Input((7, 4), name="sequence")
    heads = [
        L.Conv1D(3, 3, padding="causal", dilation_rate=2),
        L.Conv1DTranspose(3, 4, strides=2, padding="same"),
        L.SeparableConv1D(3, 3, depth_multiplier=2, padding="same"),
        L.DepthwiseConv1D(3, padding="same"),
        L.Cropping1D((1, 2)),
        L.ZeroPadding1D((2, 1)),
        L.UpSampling1D(3),
        L.GRU(3, return_sequences=True),
        L.GRU(3, reset_after=False, go_backwards=True),
        L.LSTM(3, recurrent_activation="hard_sigmoid"),
        L.LSTM(3, return_sequences=True, go_backwards=True, use_bias=False),
        L.Bidirectional(L.GRU(3, return_sequences=True)),
        L.Bidirectional(L.LSTM(3), merge_mode="ave"),
        L.Bidirectional(L.SimpleRNN(3, return_sequences=True, activation="relu"), merge_mode="mul"),
        L.TimeDistributed(L.Dense(2, activation="softplus")),
        L.TimeDistributed(L.LayerNormalization()),
        L.BatchNormalization(),
        L.GlobalMaxPooling1D(),
        L.Reshape((-1, 2)),
    ]
    return keras.Model(x, [layer(x) for layer in heads], name="sequences")


def small():
    x = keras.Input((6, 5, 2), name="image")
    y = L.Conv2D(3, 3, padding="same")(x)
    y = L.Add()([L.ReLU()(L.BatchNormalization()(y)), y])
    y = L.Bidirectional(L.LSTM(2))(L.Reshape((10, 9))(y))
    return keras.Model(x, L.Dense(2, activation="softmax")(y), name="small")


for model in (small(), images(), sequences()):
    for layer in model.layers:
        weights = [np.random.uniform(-0.5, 0.5, w.shape).astype("float32") for w in layer.get_weights()]
        # What stands last in a batch normalization is its variance, which is positive.
        if type(layer).__name__ in ("BatchNormalization", "Sequential"):
            weights = [np.abs(w) + 0.5 for w in weights]
        if type(layer).__name__ != "Normalization":
            layer.set_weights(weights)
    x = np.random.uniform(-1, 1, (1, *model.input_shape[1:])).astype("float32")
    y = model.predict(x, verbose=0)
    file = f"{name}_{model.name}"
    model.save(f"{file}.keras")
    model.save(f"{file}.h5")
    np.savez_compressed(f"{file}.npz", input=x, **{f"output_{i:02}": v for i, v in enumerate(y)})
