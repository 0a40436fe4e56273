// An int8 model as C, on a board that needs no hardware: are all its layers those of the reference?
// node examples/board.mjs [int8.onnx input.npy folder]
import { captureTrace, diff, exportProject, interpret, readLayers, readModel, readSample, startBoard } from "espdl-lab";

const [model, input, folder = "out"] = process.argv.slice(2);
const quantized = readModel(model);
const sample = readSample(input, quantized);

const { program, project, fit } = await exportProject(quantized, { chip: "esp32s3", sample, out: folder });
console.log(`${project}: ${fit.fits ? "fits" : "does not fit"} an ESP32-S3`);

const board = await startBoard(project, "wasm");
const captured = await captureTrace(board.link, readLayers(project), sample);
await board.close();
const reference = interpret(program, sample, { model });
const { verdict, first, compared } = diff(reference, captured);
console.log(verdict === "equal" ? `all ${compared} layers equal` : `the first layer that differs is ${first}`);
process.exitCode = verdict === "equal" ? 0 : 1;
