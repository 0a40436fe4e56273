import { goldenOnBoard } from "./golden-boards.js";

goldenOnBoard("wasm", []);
