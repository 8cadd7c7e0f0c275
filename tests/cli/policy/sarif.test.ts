import assert from "node:assert/strict";
import type { Result } from "sarif";
import { sarifLog } from "../../../cli/policy/sarif";
import { checked, finding, report, urn } from "./fixtures";

const placeOf = () => ({ file: "stacks/région one.ts", line: 12 });

function results(findings: readonly ReturnType<typeof finding>[], place = placeOf): readonly Result[] {
  return sarifLog(report([checked("dev", { findings })]), place).runs[0]?.results ?? [];
}

function fingerprints(findings: readonly ReturnType<typeof finding>[], place = placeOf): readonly unknown[] {
  return results(findings, place).map((result) => result.partialFingerprints?.["primaryLocationLineHash"]);
}

describe("sarifLog", () => {
  it("given a pack, when written, then each policy in force is a rule with all that is known of it", () => {
    const [run] = sarifLog(report([checked("dev")]), placeOf).runs;
    assert.equal(run?.tool.driver.name, "basics");
    assert.equal(run?.tool.driver.semanticVersion, "1.2.3");
    assert.equal(run?.automationDetails?.id, "policy/dev/basics/");
    assert.deepEqual(
      run?.tool.driver.rules?.map(({ id }) => id),
      ["versioned", "logged", "quiet"],
    );
    const help = "About versioned. And more.\n\nAdd a BucketVersioning.\n\nhttps://example.com/versioned";
    assert.deepEqual(run?.tool.driver.rules?.[0], {
      id: "versioned",
      shortDescription: { text: "About versioned." },
      fullDescription: { text: "About versioned. And more." },
      help: { text: help, markdown: help },
      helpUri: "https://example.com/versioned",
      defaultConfiguration: { level: "error" },
      properties: { tags: ["s3"], severity: "high", "security-severity": "8.0" },
    });
    assert.equal(run?.tool.driver.rules?.[1]?.defaultConfiguration?.level, "warning");
    assert.equal(run?.invocations?.[0]?.executionSuccessful, true);
  });

  it("given a finding, when written, then it has the place in the program, the resource, and the rule", () => {
    const [result] = results([finding({ severity: "high" })]);
    assert.deepEqual(result, {
      ruleId: "versioned",
      ruleIndex: 0,
      level: "error",
      message: { text: "archive (Bucket) of dev: archive keeps no versions" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "stacks/r%C3%A9gion%20one.ts", uriBaseId: "%SRCROOT%" },
            region: { startLine: 12 },
          },
          logicalLocations: [
            { name: "archive", fullyQualifiedName: urn("dev", "archive"), kind: "resource" },
          ],
        },
      ],
      partialFingerprints: result?.partialFingerprints,
      properties: { stack: "dev", type: "aws:s3/bucket:Bucket", severity: "high" },
    });
    const [whole] = results([finding({ level: "advisory", urn: urn("dev"), text: "no alarm" })]);
    assert.equal(whole?.level, "warning");
    assert.equal(whole?.message.text, "stack dev: no alarm");
  });

  it("given the same violation in a later run, when its line has moved and its text has changed, then it is known again", () => {
    const before = fingerprints([finding(), finding({ urn: urn("dev", "b") })]);
    const after = fingerprints(
      [finding({ text: "archive keeps no versions since Tuesday" }), finding({ urn: urn("dev", "b") })],
      () => ({ file: "stacks/other.ts", line: 99 }),
    );
    assert.deepEqual(after, before);
    assert.match(String(before[0]), /^[0-9a-f]{16}:1$/);
  });

  it("given different violations, when written, then no two are the same alert", () => {
    const all = fingerprints([
      finding(),
      finding({ text: "another" }),
      finding({ policy: "quiet" }),
      finding({ urn: urn("dev", "b") }),
      finding({ urn: urn("prod", "archive") }),
    ]);
    assert.equal(new Set(all).size, 5);
  });

  it("given a stack that could not be looked at, when written, then the run was no success and says why", () => {
    const [run] = sarifLog(
      report([checked("a", { state: "failed", errors: ["boom"] }), checked("b", { state: "cancelled" })]),
      placeOf,
    ).runs;
    const [invocation] = run?.invocations ?? [];
    assert.equal(invocation?.executionSuccessful, false);
    assert.deepEqual(
      invocation?.toolExecutionNotifications?.map(({ message }) => message.text),
      ["a: boom", "b: the run was ended before"],
    );
  });
});
