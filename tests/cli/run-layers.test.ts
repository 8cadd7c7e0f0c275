import assert from "node:assert/strict";
import { runLayers } from "../../cli/run-layers";

const LAYERS = [["p-foundation"], ["p-a", "p-b", "p-c"], ["p-edge"]];

function fakeRuns(failing: readonly string[] = []) {
  const log: string[] = [];
  let running = 0;
  let most = 0;
  return {
    log,
    most: () => most,
    run: async (stack: string): Promise<number> => {
      log.push(`+${stack}`);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      log.push(`-${stack}`);
      return failing.includes(stack) ? 1 : 0;
    },
  };
}

const succeeded = (exitCode: number): boolean => exitCode === 0;

describe("runLayers", () => {
  it("runs the stacks of a layer together, after the layer before it", async () => {
    const fake = fakeRuns();

    const outcomes = await runLayers(LAYERS, fake.run, { limit: 8, succeeded });

    assert.deepEqual(fake.log, [
      "+p-foundation",
      "-p-foundation",
      "+p-a",
      "+p-b",
      "+p-c",
      "-p-a",
      "-p-b",
      "-p-c",
      "+p-edge",
      "-p-edge",
    ]);
    assert.deepEqual(
      outcomes.map(({ stack, state }) => `${stack} ${state}`),
      ["p-foundation done", "p-a done", "p-b done", "p-c done", "p-edge done"],
    );
  });

  it("runs two stacks at a time with a limit of 2", async () => {
    const fake = fakeRuns();

    await runLayers(LAYERS, fake.run, { limit: 2, succeeded });

    assert.equal(fake.most(), 2);
  });

  it("completes the other stacks of a layer when one fails, and skips the next layer", async () => {
    const fake = fakeRuns(["p-b"]);

    const outcomes = await runLayers(LAYERS, fake.run, { limit: 1, succeeded });

    assert.deepEqual(outcomes, [
      { stack: "p-foundation", state: "done", result: 0 },
      { stack: "p-a", state: "done", result: 0 },
      { stack: "p-b", state: "failed", result: 1 },
      { stack: "p-c", state: "done", result: 0 },
      { stack: "p-edge", state: "skipped", because: ["p-b"] },
    ]);
    assert.equal(fake.log.includes("+p-edge"), false);
  });

  it("skips every later stack when the first one throws", async () => {
    const error = new Error("locked");
    const run = (): Promise<number> => Promise.reject(error);

    const outcomes = await runLayers(LAYERS, run, { limit: 2, succeeded });

    assert.deepEqual(outcomes[0], { stack: "p-foundation", state: "failed", error });
    assert.deepEqual(
      outcomes.slice(1).map((outcome) => outcome.state === "skipped" && outcome.because),
      [["p-foundation"], ["p-foundation"], ["p-foundation"], ["p-foundation"]],
    );
  });

  it("waits for running stacks and starts no other after a signal", async () => {
    const fake = fakeRuns();
    const stop = new AbortController();
    const run = async (stack: string): Promise<number> => {
      if (stack === "p-a") stop.abort();
      return fake.run(stack);
    };

    const outcomes = await runLayers(LAYERS, run, { limit: 1, succeeded, signal: stop.signal });

    assert.deepEqual(
      outcomes.map(({ stack, state }) => `${stack} ${state}`),
      ["p-foundation done", "p-a done", "p-b cancelled", "p-c cancelled", "p-edge cancelled"],
    );
    assert.deepEqual(fake.log, ["+p-foundation", "-p-foundation", "+p-a", "-p-a"]);
  });
});
