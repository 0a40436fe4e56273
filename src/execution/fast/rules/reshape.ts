import { type FastRule, isHeld } from "../rule.js";

/** Reshapes that leave the first axis, the batch, alone. */
export const reshape: FastRule = ({ inputs, type }, emitter) => {
  const [data] = inputs;
  if (!isHeld(data) || type.shape[0] !== 1) return undefined;
  const { shape } = type;
  if (data.image && data.shape[1] === 1 && data.shape[2] === 1 && isChannels(shape)) {
    // [1, 1, 1, C] held as [N, C, 1, 1] has its elements in order.
    const settled = emitter.settled(data);
    return { ...settled, name: emitter.node("Reshape", [settled.name, sizes(shape)]), shape, image: false };
  }
  const plain = emitter.plain(data);
  return { ...plain, name: emitter.node("Reshape", [plain.name, sizes(shape)]), shape };

  function sizes(target: readonly number[]): string {
    return emitter.ints([-1, ...target.slice(1)]);
  }
};

function isChannels(shape: readonly number[]): boolean {
  return shape.filter((size) => size !== 1).length <= 1;
}
