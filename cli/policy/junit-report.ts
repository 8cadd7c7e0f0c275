import { DOMImplementation, type Element, XMLSerializer } from "@xmldom/xmldom";
import type { PackSummary, PolicyInfo } from "../../lab/engine";
import { stripControls } from "../formatting";
import { type Finding, type PolicyReport, type StackReport, statusOf } from "./findings";

/**
 * Renders a report as JUnit XML: a suite for each stack and pack, a case for each policy.
 *
 * A mandatory violation is a failure. An advisory one is a skipped case with its text as message, because build servers show
 * that without failing the build, and no server shows the output of a case that passed. With `failOnAdvisory` it is a failure
 * too. An incomplete check of a stack is an error, so that it never passes.
 */
export function renderJunit(report: PolicyReport): string {
  const document = new DOMImplementation().createDocument(null, "testsuites", null);
  const root = document.documentElement as Element;
  const add = (
    parent: Element,
    name: string,
    attributes: Readonly<Record<string, string>>,
    text = "",
  ): Element => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, toXmlText(value));
    if (text !== "") element.appendChild(document.createTextNode(toXmlText(text)));
    parent.appendChild(element);
    return element;
  };
  const totals = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  for (const stackReport of report.stacks) {
    const packs = stackReport.packs.length > 0 ? stackReport.packs : report.packs;
    for (const pack of packs) {
      const cases = createCases(report, stackReport, pack);
      const counts = {
        tests: cases.length,
        failures: cases.filter(({ outcome }) => outcome?.kind === "failure").length,
        errors: cases.filter(({ outcome }) => outcome?.kind === "error").length,
        skipped: cases.filter(({ outcome }) => outcome?.kind === "skipped").length,
      };
      for (const key of ["tests", "failures", "errors", "skipped"] as const) totals[key] += counts[key];
      const suite = add(root, "testsuite", {
        name: `${stackReport.stack}${stackReport.across ? " (across its stacks)" : ""}: ${pack.name}`,
        time: (stackReport.durationMs / 1000).toFixed(3),
        ...toStrings(counts),
      });
      for (const { name, outcome } of cases) {
        const one = add(suite, "testcase", {
          name,
          classname: `${stackReport.stack}.${pack.name}`,
          time: "0",
        });
        if (outcome) {
          const { kind, type, message, text } = outcome;
          add(one, kind, { message, ...(type && { type }) }, kind === "skipped" ? "" : text);
          if (kind === "skipped" && text !== "") add(one, "system-out", {}, text);
        }
      }
    }
  }
  root.setAttribute("name", toXmlText(`policies: ${report.environment}`));
  root.setAttribute("time", (report.durationMs / 1000).toFixed(3));
  for (const [key, value] of Object.entries(toStrings(totals))) root.setAttribute(key, value);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(document)}\n`;
}

interface Case {
  readonly name: string;
  /** @default - the policy passed */
  readonly outcome?: {
    readonly kind: "failure" | "error" | "skipped";
    readonly type?: string;
    readonly message: string;
    readonly text: string;
  };
}

function createCases(report: PolicyReport, stackReport: StackReport, pack: PackSummary): readonly Case[] {
  const cases = pack.policies.map((policy) => createCase(report, stackReport, pack, policy));
  if (stackReport.state === "checked") return cases;
  const text = stackReport.errors.join("\n") || "the run ended before its check";
  const message = text.split("\n")[0] ?? text;
  return [
    {
      name: "the whole stack is checked",
      outcome: { kind: "error", type: stackReport.state, message, text },
    },
    ...cases,
  ];
}

function createCase(
  report: PolicyReport,
  stackReport: StackReport,
  pack: PackSummary,
  policy: PolicyInfo,
): Case {
  const name = policy.name;
  const status = statusOf(pack, policy, [stackReport]);
  if (status === "passed") return { name };
  if (status === "disabled") return { name, outcome: { kind: "skipped", message: "disabled", text: "" } };
  if (status === "unasked")
    return { name, outcome: { kind: "skipped", message: "not evaluated everywhere", text: "" } };
  const own = stackReport.findings.filter((one) => one.pack === pack.name && one.policy === name);
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
      message: `${isFailure ? "" : "advisory: "}${summarize(first)}${more}`,
      text,
    },
  };
}

function summarize({ urn, text }: Finding): string {
  return `${urn.slice(urn.lastIndexOf("::") + 2)}: ${text.split("\n")[0] ?? ""}`;
}

function describe({ level, severity, urn, text }: Finding): string {
  return `[${[level, severity].filter(Boolean).join(", ")}] ${urn}\n${text}`;
}

/** Removes the characters that XML cannot hold. */
function toXmlText(text: string): string {
  // A buffer replaces lone surrogates; XML 1.0 excludes the two noncharacters as well.
  return Buffer.from(stripControls(text), "utf8")
    .toString("utf8")
    .replace(/[\uFFFE\uFFFF]/g, "");
}

function toStrings(counts: Readonly<Record<string, number>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(counts).map(([key, value]) => [key, String(value)]));
}
