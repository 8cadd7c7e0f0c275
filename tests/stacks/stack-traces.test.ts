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

describe("limitStackTraces", () => {
  it("removes the frames of the SDK's trace of a promise", () => {
    assert.deepEqual(stackFrom(`${SDK}/runtime/debuggable.js`), ["Error: boom"]);
    assert.deepEqual(stackFrom("C:\\app\\node_modules\\@pulumi\\pulumi\\runtime\\debuggable.js"), [
      "Error: boom",
    ]);
  });

  it("maps the frames of the program's errors", () => {
    assert.deepEqual(stackFrom("/app/stacks/region.ts"), [
      "Error: boom",
      "    at mapped /app/stacks/region.ts",
      "    at mapped /app/index.ts",
    ]);
  });

  it("leaves the frames of libraries as Node writes them", () => {
    assert.deepEqual(stackFrom(`${SDK}/output.js`), [
      "Error: boom",
      `    at ${SDK}/output.js:1:7`,
      "    at mapped /app/index.ts",
    ]);
  });

  it("keeps the traces of promises with PULUMI_DEBUG_PROMISE_LEAKS", () => {
    assert.equal(stackFrom(`${SDK}/runtime/debuggable.js`, true).length, 3);
  });
});
