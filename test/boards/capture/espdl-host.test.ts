import { espdlOnBoard } from "./espdl-boards.js";

espdlOnBoard("host", ["cc"], 20);
