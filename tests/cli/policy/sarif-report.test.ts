import assert from "node:assert/strict";
import type { Result } from "sarif";
import { createSarifLog } from "../../../cli/policy/sarif-report";
import { finding, report, stackReport, urn } from "./fixtures";

const placeOf = () => ({ file: "stacks/région one.ts", line: 12 });

function results(findings: readonly ReturnType<typeof finding>[], place = placeOf): readonly Result[] {
  return createSarifLog(report([stackReport("dev", { findings })]), place).runs[0]?.results ?? [];
}

function fingerprints(findings: readonly ReturnType<typeof finding>[], place = placeOf): readonly unknown[] {
  return results(findings, place).map((result) => result.partialFingerprints?.["primaryLocationLineHash"]);
}

describe("createSarifLog", () => {
  it("has a rule with all details for each enabled policy", () => {
    const [run] = createSarifLog(report([stackReport("dev")]), placeOf).runs;
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

  it("gives a result its location in the program, its resource and its rule", () => {
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

  it("keeps the fingerprint when the line and the message change", () => {
    const before = fingerprints([finding(), finding({ urn: urn("dev", "b") })]);
    const after = fingerprints(
      [finding({ text: "archive keeps no versions since Tuesday" }), finding({ urn: urn("dev", "b") })],
      () => ({ file: "stacks/other.ts", line: 99 }),
    );
    assert.deepEqual(after, before);
    assert.match(String(before[0]), /^[0-9a-f]{16}:1$/);
  });

  it("gives different violations different fingerprints", () => {
    const all = fingerprints([
      finding(),
      finding({ text: "another" }),
      finding({ policy: "quiet" }),
      finding({ urn: urn("dev", "b") }),
      finding({ urn: urn("prod", "archive") }),
    ]);
    assert.equal(new Set(all).size, 5);
  });

  it("marks a run with an incomplete stack as failed with the reason", () => {
    const [run] = createSarifLog(
      report([
        stackReport("a", { state: "failed", errors: ["boom"] }),
        stackReport("b", { state: "cancelled" }),
      ]),
      placeOf,
    ).runs;
    const [invocation] = run?.invocations ?? [];
    assert.equal(invocation?.executionSuccessful, false);
    assert.deepEqual(
      invocation?.toolExecutionNotifications?.map(({ message }) => message.text),
      ["a: boom", "b: the run ended before its check"],
    );
  });
});
