import assert from "node:assert/strict";
import pc from "picocolors";
import { renderReport, renderStackLine } from "../../../cli/policy/terminal-report";
import { finding, report, stackReport, urn } from "./fixtures";

const colours = pc.createColors(false);
const context = { colours, command: "archipelago", verbose: false };
const flat = (lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split("\n"));

describe("renderStackLine", () => {
  it("renders each state of a stack in one line", () => {
    const lines = [
      stackReport("dev", {
        findings: [finding()],
        remediations: [{ pack: "p", policy: "q", urn: urn("dev", "a") }],
      }),
      stackReport("dev", { across: true }),
      stackReport("dev", { state: "failed" }),
      stackReport("dev", { state: "cancelled" }),
      stackReport("dev", { state: "skipped", errors: ["it needs a"] }),
    ].map((one) => renderStackLine(one, 5, colours));
    assert.deepEqual(lines, [
      "dev    3 resources, 1 mandatory violation, 1 remediated, 1.5 s",
      "dev, all together  3 resources, no further violations, 1.5 s",
      "dev    3 resources, no violations, failed, 1.5 s",
      "dev    the run ended before its check",
      "dev    skipped: it needs a",
    ]);
  });
});

describe("renderReport", () => {
  it("renders violations by resource with steps, then packs, verdict and reports", () => {
    const findings = [
      finding({ severity: "high" }),
      finding({ policy: "logged", level: "advisory", text: "no log" }),
      finding({ urn: urn("dev"), policy: "quiet", text: "no subscriber" }),
    ];
    const lines = renderReport(report([stackReport("dev", { findings })], { exitCode: 1 }), {
      ...context,
      folder: ".lab/policy/dev",
    });
    assert.deepEqual(flat(lines), [
      "",
      "Violations: 2 mandatory, 1 advisory",
      "",
      "dev: archive (Bucket)",
      "  mandatory, high  versioned",
      "    archive keeps no versions",
      "    to do: Add a BucketVersioning.",
      "  advisory  logged",
      "    no log",
      "",
      "dev: as a whole",
      "  mandatory  quiet",
      "    no subscriber",
      "",
      "basics 1.2.3: 4 policies, 2 violated, 1 advisory, 1 disabled",
      "",
      "policy dev: failed in 2.0 s; 2 mandatory violations, 1 advisory",
      "",
      "Reports: .lab/policy/dev/",
      "  junit.xml, policy.sarif, summary.md",
    ]);
  });

  it("renders the remediation steps of a rule once", () => {
    const findings = ["archive", "tide"].map((name) => finding({ urn: urn("dev", name) }));
    const lines = flat(renderReport(report([stackReport("dev", { findings })], { exitCode: 1 }), context));
    assert.deepEqual(lines.slice(3, 10), [
      "dev: archive (Bucket)",
      "  mandatory  versioned",
      "    archive keeps no versions",
      "    to do: Add a BucketVersioning.",
      "",
      "dev: tide (Bucket)",
      "  mandatory  versioned",
    ]);
    assert.equal(lines.filter((line) => line.includes("to do:")).length, 1);
  });

  it("wraps long messages and names at 80 columns", () => {
    const long = "word ".repeat(60) + "x".repeat(200);
    const findings = [finding({ text: `${long}\nto do: that`, urn: urn("dev", "y".repeat(120)) })];
    const stacks = [stackReport("dev", { findings }), stackReport("e", { state: "failed", errors: [long] })];
    const lines = flat(renderReport(report(stacks, { exitCode: 1 }), context));
    assert.deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    );
    assert.ok(lines.includes("Not checked completely"));
  });

  it("says that an interrupted run has no reports", () => {
    const lines = renderReport(report([stackReport("dev")], { interrupted: true, exitCode: 1 }), context);
    assert.deepEqual(flat(lines).slice(-3), [
      "policy dev: interrupted in 2.0 s; no violations",
      "",
      "No reports were written because the check is incomplete.",
    ]);
  });
});
