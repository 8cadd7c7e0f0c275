import assert from "node:assert/strict";
import { collectFindings, countStatuses, excludeKnown } from "../../../cli/policy/findings";
import type { PolicyEvent } from "../../../lab/engine";
import { BASICS, finding, stackReport, urn } from "./fixtures";

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

describe("collectFindings", () => {
  it("returns each violation once, mandatory ones first, then by resource", () => {
    const events = [
      event({ policy: "logged", level: "advisory", severity: "low", detail: "no log" }),
      event({ urn: urn("dev", "b") }),
      event(),
      event(),
      event({ level: "remediate" }),
    ];
    assert.deepEqual(collectFindings("dev", events), [
      finding(),
      finding({ urn: urn("dev", "b") }),
      finding({ policy: "logged", level: "advisory", severity: "low", text: "no log" }),
    ]);
  });
});

describe("excludeKnown", () => {
  it("excludes findings that a stack's own report has", () => {
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
    assert.deepEqual(excludeKnown([...known, ...fresh], own), fresh);
  });
});

describe("countStatuses", () => {
  it("counts a policy by its worst stack", () => {
    const advised = finding({ policy: "logged", level: "advisory" });
    const stacks = [
      stackReport("a", { findings: [finding(), advised] }),
      stackReport("b", { findings: [advised] }),
    ];
    assert.deepEqual(countStatuses(BASICS, stacks), {
      violated: 1,
      advised: 1,
      unasked: 0,
      passed: 1,
      disabled: 1,
    });
  });

  it("counts no policy as passed when a stack was not checked", () => {
    assert.deepEqual(countStatuses(BASICS, [stackReport("a"), stackReport("b", { state: "skipped" })]), {
      violated: 0,
      advised: 0,
      unasked: 3,
      passed: 0,
      disabled: 1,
    });
  });
});
