import { espdlOnBoard } from "./espdl-boards.js";

espdlOnBoard("wasm", [], 100);
