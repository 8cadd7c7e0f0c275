import assert from "node:assert/strict";
import { listenForSignals } from "../../cli/interrupt";

describe("listenForSignals", () => {
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`ends gracefully at the first ${name} and immediately at the second`, () => {
      const notices: string[] = [];
      const { signal, kill, stop } = listenForSignals((text) => notices.push(text));

      process.emit(name, name);
      const afterOne = [signal.aborted, kill.aborted];
      process.emit(name, name);
      const afterTwo = [signal.aborted, kill.aborted];
      stop();

      assert.deepEqual(afterOne, [true, false]);
      assert.deepEqual(afterTwo, [true, true]);
      assert.deepEqual(notices, [
        `${name}: finishing what is running, starting nothing new; repeat to stop immediately`,
        `${name} again: stopped immediately; the next up checks the unfinished operations`,
      ]);
      assert.equal(process.listenerCount(name), 0);
    });
  }
});
