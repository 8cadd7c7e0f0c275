import assert from "node:assert/strict";
import { DOMParser, type Element } from "@xmldom/xmldom";
import { renderJunit } from "../../../cli/policy/junit-report";
import { finding, report, stackReport, urn } from "./fixtures";

const ADVICE = finding({ policy: "logged", level: "advisory", severity: "low", text: "no log\nmore" });

/** Parses strictly: anything but well-formed XML throws. */
function parse(xml: string): Element {
  const onError = (level: string, text: string): void => {
    if (level !== "warning") throw new Error(`${level}: ${text}`);
  };
  const root = new DOMParser({ onError }).parseFromString(xml, "text/xml").documentElement;
  assert.ok(root);
  return root;
}

function elements(parent: Element, name: string): readonly Element[] {
  return [...parent.getElementsByTagName(name)];
}

function describeCases(root: Element): readonly string[] {
  return elements(root, "testcase").map((one) => {
    const outcome = [...one.childNodes].map((node) => {
      const element = node as Element;
      return [element.tagName, element.getAttribute("type"), element.getAttribute("message")]
        .filter(Boolean)
        .join(" | ");
    });
    return [one.getAttribute("name"), ...outcome].join(": ");
  });
}

describe("renderJunit", () => {
  it("renders a suite per stack and pack, and fails mandatory violations only", () => {
    const findings = [
      finding({ severity: "high" }),
      finding({ severity: "high", urn: urn("dev", "b"), text: "b has a < in it" }),
      ADVICE,
    ];
    const root = parse(renderJunit(report([stackReport("dev", { findings }), stackReport("edge")])));

    assert.deepEqual(
      elements(root, "testsuite").map((suite) =>
        ["name", "tests", "failures", "errors", "skipped", "time"].map((key) => suite.getAttribute(key)),
      ),
      [
        ["dev: basics", "4", "1", "0", "2", "1.500"],
        ["edge: basics", "4", "0", "0", "1", "1.500"],
      ],
    );
    assert.equal(root.getAttribute("failures"), "1");
    assert.deepEqual(describeCases(root).slice(0, 4), [
      "versioned: failure | mandatory, high | archive: archive keeps no versions (and 1 more)",
      "logged: skipped | advisory: archive: no log: system-out",
      "quiet",
      "off: skipped | disabled",
    ]);
    const [failure] = elements(root, "failure");
    assert.equal(
      failure?.textContent,
      `[mandatory, high] ${urn("dev", "archive")}\narchive keeps no versions\n\n[mandatory, high] ${urn("dev", "b")}\nb has a < in it`,
    );
  });

  it("fails advisory violations with failOnAdvisory", () => {
    const root = parse(
      renderJunit(report([stackReport("dev", { findings: [ADVICE] })], { failOnAdvisory: true })),
    );
    assert.equal(root.getAttribute("failures"), "1");
    assert.equal(describeCases(root)[1], "logged: failure | advisory, low | archive: no log");
  });

  it("renders an incomplete stack as an error without passed policies", () => {
    const stacks = [
      stackReport("a", { state: "failed", errors: ["boom & more", "again"], packs: [] }),
      stackReport("b", { state: "cancelled", packs: [] }),
    ];
    const root = parse(renderJunit(report(stacks)));
    assert.equal(root.getAttribute("errors"), "2");
    assert.deepEqual(describeCases(root), [
      "the whole stack is checked: error | failed | boom & more",
      "versioned: skipped | not evaluated everywhere",
      "logged: skipped | not evaluated everywhere",
      "quiet: skipped | not evaluated everywhere",
      "off: skipped | disabled",
      "the whole stack is checked: error | cancelled | the run ended before its check",
      "versioned: skipped | not evaluated everywhere",
      "logged: skipped | not evaluated everywhere",
      "quiet: skipped | not evaluated everywhere",
      "off: skipped | disabled",
    ]);
  });

  it("renders well-formed XML for text that XML cannot hold", () => {
    const text = 'a\u0000b\u001b[31mc\ud800d\uffffe ]]> "f" \u{1f30a}';
    const root = parse(renderJunit(report([stackReport("dev", { findings: [finding({ text })] })])));
    const [failure] = elements(root, "failure");
    assert.equal(failure?.getAttribute("message"), 'archive: abc\ufffdde ]]> "f" \u{1f30a}');
  });
});
