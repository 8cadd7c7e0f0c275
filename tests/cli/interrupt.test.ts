import assert from "node:assert/strict";
import { listenForSignals } from "../../cli/interrupt";

describe("listenForSignals", () => {
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`given ${name} once and again, when heard, then the end is gentle first and at once then`, () => {
      const said: string[] = [];
      const { signal, kill, stop } = listenForSignals((text) => said.push(text));

      process.emit(name, name);
      const afterOne = [signal.aborted, kill.aborted];
      process.emit(name, name);
      const afterTwo = [signal.aborted, kill.aborted];
      stop();

      assert.deepEqual(afterOne, [true, false]);
      assert.deepEqual(afterTwo, [true, true]);
      assert.deepEqual(said, [
        `${name}: ending, what runs is waited for; once more ends at once`,
        `${name} again: ended at once; the next up finds out what became of the rest`,
      ]);
      assert.equal(process.listenerCount(name), 0);
    });
  }
});
