import assert from "node:assert/strict";
import { DOMParser, type Element } from "@xmldom/xmldom";
import { junitXml } from "../../../cli/policy/junit";
import { checked, finding, report, urn } from "./fixtures";

const ADVICE = finding({ policy: "logged", level: "advisory", severity: "low", text: "no log\nmore" });

/** Parses strictly: anything but well-formed XML throws. */
function parsed(xml: string): Element {
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

function told(root: Element): readonly string[] {
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

describe("junitXml", () => {
  it("given findings, when written, then a suite is a stack and a pack, a case a policy, and only what is mandatory fails", () => {
    const findings = [
      finding({ severity: "high" }),
      finding({ severity: "high", urn: urn("dev", "b"), text: "b has a < in it" }),
      ADVICE,
    ];
    const root = parsed(junitXml(report([checked("dev", { findings }), checked("edge")])));

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
    assert.deepEqual(told(root).slice(0, 4), [
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

  it("given that advice counts, when written, then it fails", () => {
    const root = parsed(junitXml(report([checked("dev", { findings: [ADVICE] })], { failOnAdvisory: true })));
    assert.equal(root.getAttribute("failures"), "1");
    assert.equal(told(root)[1], "logged: failure | advisory, low | archive: no log");
  });

  it("given a stack that could not be looked at, when written, then it is an error, and no policy of it a pass", () => {
    const stacks = [
      checked("a", { state: "failed", errors: ["boom & more", "again"], packs: [] }),
      checked("b", { state: "cancelled", packs: [] }),
    ];
    const root = parsed(junitXml(report(stacks)));
    assert.equal(root.getAttribute("errors"), "2");
    assert.deepEqual(told(root), [
      "all of the stack is looked at: error | failed | boom & more",
      "versioned: skipped | not all could be looked at",
      "logged: skipped | not all could be looked at",
      "quiet: skipped | not all could be looked at",
      "off: skipped | disabled",
      "all of the stack is looked at: error | cancelled | the run was ended before",
      "versioned: skipped | not all could be looked at",
      "logged: skipped | not all could be looked at",
      "quiet: skipped | not all could be looked at",
      "off: skipped | disabled",
    ]);
  });

  it("given text that XML cannot hold, when written, then it is well formed all the same", () => {
    const text = 'a\u0000b\u001b[31mc\ud800d\uffffe ]]> "f" \u{1f30a}';
    const root = parsed(junitXml(report([checked("dev", { findings: [finding({ text })] })])));
    const [failure] = elements(root, "failure");
    assert.equal(failure?.getAttribute("message"), 'archive: abc\ufffdde ]]> "f" \u{1f30a}');
  });
});
