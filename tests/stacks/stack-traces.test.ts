import assert from "node:assert/strict";
import { runInThisContext } from "node:vm";
import { describe, it } from "mocha";
import { spareStackTraces } from "../../stacks/stack-traces";

/** Stacks of an error made in `file`, once mapping is in place and spared. */
function stackFrom(file: string, leaksWanted = false): string | undefined {
  const before = Error.prepareStackTrace;
  const wanted = process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
  Error.prepareStackTrace = (error) => `mapped ${error.message}`;
  if (leaksWanted) process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = "1";
  else delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
  try {
    spareStackTraces();
    return (runInThisContext('new Error("boom")', { filename: file }) as Error).stack;
  } finally {
    Error.prepareStackTrace = before;
    if (wanted === undefined) delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
    else process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = wanted;
  }
}

const PER_PROMISE = "/app/node_modules/@pulumi/pulumi/runtime/debuggable.js";

describe("spareStackTraces", () => {
  it("given a trace that the SDK takes per promise, when read, then it was not mapped", () => {
    assert.equal(stackFrom(PER_PROMISE), "Error: boom");
    assert.equal(stackFrom("C:\\app\\node_modules\\@pulumi\\pulumi\\runtime\\debuggable.js"), "Error: boom");
  });

  it("given any other error, when its stack is read, then it was mapped", () => {
    assert.equal(stackFrom("/app/index.ts"), "mapped boom");
    assert.equal(stackFrom("/app/debuggable.js"), "mapped boom");
  });

  it("given that leaks of promises are looked for, when read, then everything is mapped", () => {
    assert.equal(stackFrom(PER_PROMISE, true), "mapped boom");
  });
});
