import assert from "node:assert/strict";
import { findingsOf, newFindings, statusCounts } from "../../../cli/policy/findings";
import type { PolicyEvent } from "../../../lab/engine";
import { BASICS, checked, finding, urn } from "./fixtures";

function event(more: Partial<PolicyEvent> = {}): PolicyEvent {
  return {
    kind: "policy",
    pack: "basics",
    policy: "versioned",
    level: "mandatory",
    urn: urn("dev", "archive"),
    text: "About versioned. And more.\narchive keeps no versions",
    detail: "archive keeps no versions",
    ...more,
  };
}

describe("findingsOf", () => {
  it("given events, when taken, then each is there once without its policy's description, mandatory ones first, by resource, and remedies are none", () => {
    const events = [
      event({ policy: "logged", level: "advisory", severity: "low", detail: "no log" }),
      event({ urn: urn("dev", "b") }),
      event(),
      event(),
      event({ level: "remediate" }),
    ];
    assert.deepEqual(findingsOf("dev", events), [
      finding(),
      finding({ urn: urn("dev", "b") }),
      finding({ policy: "logged", level: "advisory", severity: "low", text: "no log" }),
    ]);
  });
});

describe("newFindings", () => {
  it("given findings across stacks, when a stack's own run had one by policy, resource and text, then it is not new, even about a whole", () => {
    const own = [finding(), finding({ stack: "dev-edge", urn: urn("dev-edge"), text: "no alarm" })];
    const known = [
      finding({ stack: "all" }),
      finding({ stack: "all", urn: urn("all"), text: "no alarm" }),
    ].map((one) => ({ ...one, urn: one.text === "no alarm" ? one.urn : urn("dev", "archive") }));
    const fresh = [
      finding({ stack: "all", urn: urn("all"), text: "another" }),
      finding({ stack: "all", urn: urn("dev", "b") }),
      finding({ stack: "all", urn: urn("dev", "archive"), policy: "quiet" }),
    ];
    assert.deepEqual(newFindings([...known, ...fresh], own), fresh);
  });
});

describe("statusCounts", () => {
  it("given stacks, when counted, then a policy is as the worst of them has it", () => {
    const advised = finding({ policy: "logged", level: "advisory" });
    const stacks = [checked("a", { findings: [finding(), advised] }), checked("b", { findings: [advised] })];
    assert.deepEqual(statusCounts(BASICS, stacks), {
      violated: 1,
      advised: 1,
      unasked: 0,
      passed: 1,
      disabled: 1,
    });
  });

  it("given a stack that was not looked at, when counted, then no policy has passed", () => {
    assert.deepEqual(statusCounts(BASICS, [checked("a"), checked("b", { state: "skipped" })]), {
      violated: 0,
      advised: 0,
      unasked: 3,
      passed: 0,
      disabled: 1,
    });
  });
});
