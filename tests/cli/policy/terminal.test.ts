import assert from "node:assert/strict";
import pc from "picocolors";
import { reportLines, stackLine } from "../../../cli/policy/terminal";
import { checked, finding, report, urn } from "./fixtures";

const colours = pc.createColors(false);
const context = { colours, command: "archipelago", verbose: false };
const flat = (lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split("\n"));

describe("stackLine", () => {
  it("given what came of a stack, when told, then it is one line", () => {
    const told = [
      checked("dev", { findings: [finding()], remedies: [{ pack: "p", policy: "q", urn: urn("dev", "a") }] }),
      checked("dev", { across: true }),
      checked("dev", { state: "failed" }),
      checked("dev", { state: "cancelled" }),
      checked("dev", { state: "skipped", errors: ["it needs a"] }),
    ].map((one) => stackLine(one, 5, colours));
    assert.deepEqual(told, [
      "dev    3 resources, 1 mandatory violation, 1 remedied, 1.5 s",
      "dev, all together  3 resources, nothing more, 1.5 s",
      "dev    3 resources, no violations, failed, 1.5 s",
      "dev    the run was ended before",
      "dev    skipped: it needs a",
    ]);
  });
});

describe("reportLines", () => {
  it("given violations, when told, then they stand by resource with what to do, then packs, verdict and reports", () => {
    const findings = [
      finding({ severity: "high" }),
      finding({ policy: "logged", level: "advisory", text: "no log" }),
      finding({ urn: urn("dev"), policy: "quiet", text: "nothing is heard" }),
    ];
    const lines = reportLines(report([checked("dev", { findings })], { exitCode: 1 }), {
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
      "    nothing is heard",
      "",
      "basics 1.2.3: 4 policies, 2 violated, 1 with advice, 1 disabled",
      "",
      "policy dev: failed in 2.0 s; 2 mandatory violations, 1 advisory",
      "",
      "Reports: .lab/policy/dev/",
      "  junit.xml, policy.sarif, summary.md",
    ]);
  });

  it("given one rule that several resources break, when told, then what to do is told once", () => {
    const findings = ["archive", "tide"].map((name) => finding({ urn: urn("dev", name) }));
    const lines = flat(reportLines(report([checked("dev", { findings })], { exitCode: 1 }), context));
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

  it("given long texts and names, when told, then no line is over 80 columns", () => {
    const long = "word ".repeat(60) + "x".repeat(200);
    const findings = [finding({ text: `${long}\nto do: that`, urn: urn("dev", "y".repeat(120)) })];
    const stacks = [checked("dev", { findings }), checked("e", { state: "failed", errors: [long] })];
    const lines = flat(reportLines(report(stacks, { exitCode: 1 }), context));
    assert.deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    );
    assert.ok(lines.includes("Not looked at as a whole"));
  });

  it("given an end before its time, when told, then it says that there are no reports", () => {
    const lines = reportLines(report([checked("dev")], { interrupted: true, exitCode: 1 }), context);
    assert.deepEqual(flat(lines).slice(-3), [
      "policy dev: ended early in 2.0 s; no violations",
      "",
      "No reports were written, since not all was looked at.",
    ]);
  });
});
