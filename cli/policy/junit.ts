import { DOMImplementation, type Element, XMLSerializer } from "@xmldom/xmldom";
import type { PackSummary, PolicyInfo } from "../../lab/engine";
import { stripControls } from "../formatting";
import { type Checked, type Finding, type PolicyReport, statusOf } from "./findings";

/**
 * A report as JUnit XML: a suite for each stack and pack, a case for each policy.
 *
 * A mandatory violation is a failure. An advisory one is a skipped case with its text as message, since that is what
 * build servers show without failing the build; text on the output of a case that passed is shown by none of them. With
 * `failOnAdvisory` it is a failure too. What kept a stack from being looked at is an error, so that it is never a pass.
 */
export function junitXml(report: PolicyReport): string {
  const document = new DOMImplementation().createDocument(null, "testsuites", null);
  const root = document.documentElement as Element;
  const add = (
    parent: Element,
    name: string,
    attributes: Readonly<Record<string, string>>,
    text = "",
  ): Element => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, plain(value));
    if (text !== "") element.appendChild(document.createTextNode(plain(text)));
    parent.appendChild(element);
    return element;
  };
  const totals = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  for (const checked of report.checked) {
    const packs = checked.packs.length > 0 ? checked.packs : report.packs;
    for (const pack of packs) {
      const cases = casesOf(report, checked, pack);
      const counts = {
        tests: cases.length,
        failures: cases.filter(({ outcome }) => outcome?.kind === "failure").length,
        errors: cases.filter(({ outcome }) => outcome?.kind === "error").length,
        skipped: cases.filter(({ outcome }) => outcome?.kind === "skipped").length,
      };
      for (const key of ["tests", "failures", "errors", "skipped"] as const) totals[key] += counts[key];
      const suite = add(root, "testsuite", {
        name: `${checked.stack}${checked.across ? " (across its stacks)" : ""}: ${pack.name}`,
        time: (checked.durationMs / 1000).toFixed(3),
        ...texts(counts),
      });
      for (const { name, outcome } of cases) {
        const one = add(suite, "testcase", { name, classname: `${checked.stack}.${pack.name}`, time: "0" });
        if (outcome) {
          const { kind, type, message, text } = outcome;
          add(one, kind, { message, ...(type && { type }) }, kind === "skipped" ? "" : text);
          if (kind === "skipped" && text !== "") add(one, "system-out", {}, text);
        }
      }
    }
  }
  root.setAttribute("name", plain(`policies: ${report.environment}`));
  root.setAttribute("time", (report.durationMs / 1000).toFixed(3));
  for (const [key, value] of Object.entries(texts(totals))) root.setAttribute(key, value);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(document)}\n`;
}

interface Case {
  readonly name: string;
  /** None for one that passed. */
  readonly outcome?: {
    readonly kind: "failure" | "error" | "skipped";
    readonly type?: string;
    readonly message: string;
    readonly text: string;
  };
}

function casesOf(report: PolicyReport, checked: Checked, pack: PackSummary): readonly Case[] {
  const cases = pack.policies.map((policy) => caseOf(report, checked, pack, policy));
  if (checked.state === "checked") return cases;
  const text = checked.errors.join("\n") || "the run was ended before";
  const message = text.split("\n")[0] ?? text;
  return [
    { name: "all of the stack is looked at", outcome: { kind: "error", type: checked.state, message, text } },
    ...cases,
  ];
}

function caseOf(report: PolicyReport, checked: Checked, pack: PackSummary, policy: PolicyInfo): Case {
  const name = policy.name;
  const status = statusOf(pack, policy, [checked]);
  if (status === "passed") return { name };
  if (status === "disabled") return { name, outcome: { kind: "skipped", message: "disabled", text: "" } };
  if (status === "unasked")
    return { name, outcome: { kind: "skipped", message: "not all could be looked at", text: "" } };
  const own = checked.findings.filter((one) => one.pack === pack.name && one.policy === name);
  const [first] = own;
  if (!first) return { name };
  const more = own.length > 1 ? ` (and ${own.length - 1} more)` : "";
  const text = own.map(describe).join("\n\n");
  const isFailure = status === "violated" || report.failOnAdvisory;
  return {
    name,
    outcome: {
      kind: isFailure ? "failure" : "skipped",
      ...(isFailure && { type: [first.level, first.severity].filter(Boolean).join(", ") }),
      message: `${isFailure ? "" : "advisory: "}${oneOf(first)}${more}`,
      text,
    },
  };
}

function oneOf({ urn, text }: Finding): string {
  return `${urn.slice(urn.lastIndexOf("::") + 2)}: ${text.split("\n")[0] ?? ""}`;
}

function describe({ level, severity, urn, text }: Finding): string {
  return `[${[level, severity].filter(Boolean).join(", ")}] ${urn}\n${text}`;
}

/** Text without what XML cannot hold. */
function plain(text: string): string {
  // a buffer puts a mark in the place of half a character; the two that are none are no part of XML 1.0 either
  return Buffer.from(stripControls(text), "utf8")
    .toString("utf8")
    .replace(/[\uFFFE\uFFFF]/g, "");
}

function texts(counts: Readonly<Record<string, number>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(counts).map(([key, value]) => [key, String(value)]));
}
