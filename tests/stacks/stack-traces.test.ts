import assert from "node:assert/strict";
import { runInThisContext } from "node:vm";
import { describe, it } from "mocha";
import { limitStackTraces } from "../../stacks/stack-traces";

/** First lines of the stack of an error made in `file`, called from the program's index.ts, with mapping spared. */
function stackFrom(file: string, leaksWanted = false): string[] {
  const before = Error.prepareStackTrace;
  const wanted = process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
  Error.prepareStackTrace = (error, frames) =>
    [`${error}`, ...frames.map((frame) => `    at mapped ${frame.getFileName()}`)].join("\n");
  if (leaksWanted) process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = "1";
  else delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
  try {
    limitStackTraces();
    const make = runInThisContext('() => new Error("boom")', { filename: file });
    const error: Error = runInThisContext("(make) => make()", { filename: "/app/index.ts" })(make);
    return (error.stack ?? "").split("\n").slice(0, 3);
  } finally {
    Error.prepareStackTrace = before;
    if (wanted === undefined) delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
    else process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = wanted;
  }
}

const SDK = "/app/node_modules/@pulumi/pulumi";

describe("spareStackTraces", () => {
  it("given a trace that the SDK takes per promise, when read, then it holds no frame", () => {
    assert.deepEqual(stackFrom(`${SDK}/runtime/debuggable.js`), ["Error: boom"]);
    assert.deepEqual(stackFrom("C:\\app\\node_modules\\@pulumi\\pulumi\\runtime\\debuggable.js"), [
      "Error: boom",
    ]);
  });

  it("given an error of the program, when its stack is read, then its frames are mapped", () => {
    assert.deepEqual(stackFrom("/app/stacks/region.ts"), [
      "Error: boom",
      "    at mapped /app/stacks/region.ts",
      "    at mapped /app/index.ts",
    ]);
  });

  it("given an error within the SDK, when its stack is read, then its frame keeps the file that Node can colour", () => {
    assert.deepEqual(stackFrom(`${SDK}/output.js`), [
      "Error: boom",
      `    at ${SDK}/output.js:1:7`,
      "    at mapped /app/index.ts",
    ]);
  });

  it("given that leaks of promises are looked for, when a trace per promise is read, then it has its frames", () => {
    assert.equal(stackFrom(`${SDK}/runtime/debuggable.js`, true).length, 3);
  });
});
