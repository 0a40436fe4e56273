import type { Attributes, Value } from "../../ir/graph/graph.js";
import type { ImporterTable, NodeView } from "./node-view.js";

/** The chip looks at no ceil_mode, dilations or count_include_pad. */
function poolWindow(view: NodeView): Attributes {
  const rank = view.spatialRank();
  return {
    kernel_shape: view.ints("kernel_shape"),
    strides: view.ints("strides", new Array<number>(rank).fill(1)),
    pads: view.ints("pads", new Array<number>(2 * rank).fill(0)),
  };
}

function globalAveragePool(view: NodeView): readonly Value[] {
  const data = view.value(0);
  const space = data.type.shape.slice(1, -1);
  return view.call("espdl.avg_pool", [data], {
    kernel_shape: space,
    strides: space.map(() => 1),
    pads: [...space, ...space].map(() => 0),
    ...view.unaryExponents(),
  });
}

/** Scales and sizes stand in the order N, C, …space, whatever the order of the data. */
function resize(view: NodeView): readonly Value[] {
  const data = view.value(0);
  const space = data.type.shape.slice(1, -1);
  const sizes = view.constantNumbers(3);
  const scales =
    sizes?.slice(2).map((size, axis) => Math.fround(size / space[axis])) ?? view.constantNumbers(2)?.slice(2);
  if (scales === undefined) view.fail("scales or sizes are needed", "neither", "export the model again");
  if (data.type.dtype === "int16") return resizeInt16(view, scales);
  return view.call("espdl.resize", [data], {
    mode: view.text("mode", "nearest"),
    scales,
    align_corners: view.text("coordinate_transformation_mode", "half_pixel") === "align_corners",
    ...view.unaryExponents(),
  });
}

/** Law: the chip's Resize of int16 has an empty body; where nothing is resized the data have been copied before. */
function resizeInt16(view: NodeView, scales: readonly number[]): readonly Value[] {
  if (scales.some((scale) => scale !== 1))
    view.fail(
      "the data must be int8",
      "int16",
      "on the chip a Resize of int16 writes nothing: its output is whatever memory held; quantize this node to int8",
    );
  return view.call("espdl.requantize", [view.value(0)], { dtype: "int16", ...view.unaryExponents() });
}

/** One number stands for every spatial axis. */
function insertZeros(view: NodeView): readonly Value[] {
  const rank = view.spatialRank();
  const spread = (values: readonly number[]): readonly number[] =>
    values.length === 1 ? new Array<number>(rank).fill(values[0]) : values;
  return view.call("espdl.insert_zeros", [view.value(0)], {
    stride: spread(view.ints("stride", [1])),
    output_padding: spread(view.ints("output_padding", [0])),
  });
}

export const IMAGE: ImporterTable = {
  AveragePool: (view) =>
    view.call("espdl.avg_pool", [view.value(0)], { ...poolWindow(view), ...view.unaryExponents() }),
  MaxPool: (view) => view.call("espdl.max_pool", [view.value(0)], poolWindow(view)),
  GlobalAveragePool: globalAveragePool,
  Resize: resize,
  InsertZeros: insertZeros,
  DepthToSpace: (view) =>
    view.call("espdl.depth_to_space", [view.value(0)], {
      block_size: view.int("blocksize"),
      mode: view.text("mode", "DCR"),
    }),
  SpaceToDepth: (view) => view.call("espdl.space_to_depth", [view.value(0)], { block_size: view.int("blocksize") }),
};
