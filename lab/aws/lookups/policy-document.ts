import { createHash } from "node:crypto";
import { LookupError } from "../errors";
import {
  asObjects,
  asString,
  asStrings,
  isList,
  isObject,
  type Properties,
  type Value,
} from "../property-values";
import type { InvokeFunction } from "../resource-type";

type Statement = Record<string, Value>;

interface Policy {
  version?: string;
  id?: string;
  statements: Statement[];
}

/**
 * Builds a policy as the provider does: sources first, then the statements in the arguments, then overrides; a statement
 * replaces the one with its Sid.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/iam/policy_document_data_source.go
 */
const policyDocument: InvokeFunction = {
  token: "aws:iam/getPolicyDocument:getPolicyDocument",
  service: "iam",
  operation: "GetPolicyDocument",
  run: (args) => {
    const version = asString(args["version"]) ?? "2012-10-17";
    const sources = [...asStrings(args["sourcePolicyDocuments"]), asString(args["sourceJson"]) ?? ""].filter(
      Boolean,
    );
    const overrides = [
      asString(args["overrideJson"]) ?? "",
      ...asStrings(args["overridePolicyDocuments"]),
    ].filter(Boolean);
    const own: Policy = {
      version,
      statements: asObjects(args["statements"]).map((each) => createStatement(each, version)),
    };
    const policyId = asString(args["policyId"]);
    if (policyId !== undefined) own.id = policyId;
    refuseDuplicateSids(own.statements);
    refuseDuplicateSids(sources.flatMap((source) => parsePolicy(source).statements));

    const policy = [...sources.map(parsePolicy), own, ...overrides.map(parsePolicy)].reduce(mergePolicies, {
      statements: [],
    });
    const document = toDocument(policy);
    const json = JSON.stringify(document, undefined, 2);
    return {
      ...args,
      id: String(Number.parseInt(createHash("sha256").update(json).digest("hex").slice(0, 8), 16)),
      json,
      minifiedJson: JSON.stringify(document),
      version: policy.version ?? version,
    };
  },
};

function createStatement(given: Properties, version: string): Statement {
  const result: Statement = { Effect: asString(given["effect"]) ?? "Allow" };
  const sid = asString(given["sid"]);
  if (sid) result["Sid"] = sid;
  for (const [key, property] of LISTS) {
    const values = asStrings(given[property]);
    if (values.length > 0)
      result[key] = unwrapSingle(sortDescending(values.map((value) => replaceVariables(value, version))));
  }
  const principal = createPrincipals(asObjects(given["principals"]));
  const notPrincipal = createPrincipals(asObjects(given["notPrincipals"]));
  if (principal !== undefined) result["Principal"] = principal;
  if (notPrincipal !== undefined) result["NotPrincipal"] = notPrincipal;
  const condition = createConditions(asObjects(given["conditions"]), version);
  if (Object.keys(condition).length > 0) result["Condition"] = condition;
  return result;
}

const LISTS = [
  ["Action", "actions"],
  ["NotAction", "notActions"],
  ["Resource", "resources"],
  ["NotResource", "notResources"],
] as const;

function createPrincipals(given: readonly Properties[]): Value | undefined {
  if (given.length === 0) return undefined;
  const byType: Record<string, string[]> = {};
  for (const principal of given) {
    const type = asString(principal["type"]) ?? "AWS";
    const identifiers = asStrings(principal["identifiers"]);
    if (type === "*" && identifiers.includes("*")) return "*";
    byType[type] = [...(byType[type] ?? []), ...identifiers];
  }
  const entries = Object.entries(byType).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([type, identifiers]) => [type, unwrapSingle(sortDescending(identifiers))]),
  );
}

function createConditions(given: readonly Properties[], version: string): Properties {
  const tests: Record<string, Record<string, Value>> = {};
  for (const condition of given) {
    const test = asString(condition["test"]) ?? "";
    const values = asStrings(condition["values"]).map((value) => replaceVariables(value, version));
    tests[test] = { ...tests[test], [asString(condition["variable"]) ?? ""]: unwrapSingle(values) };
  }
  return Object.fromEntries(Object.entries(tests).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Replaces `&{aws:username}`, which stands for `${aws:username}`: that would be read as a template. */
function replaceVariables(value: string, version: string): string {
  return version === "2008-10-17" ? value : value.replaceAll("&{", "${");
}

function unwrapSingle(values: readonly string[]): Value {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}

function sortDescending(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort().reverse();
}

function parsePolicy(json: string): Policy {
  let document: Value;
  try {
    document = JSON.parse(json) as Value;
  } catch (error) {
    throw new LookupError(`reading policy document: ${(error as Error).message}`);
  }
  if (!isObject(document)) throw new LookupError("reading policy document: expected a JSON object");
  const content = document["Statement"];
  const statements = isList(content) ? content : content === undefined ? [] : [content];
  const version = asString(document["Version"]);
  const id = asString(document["Id"]);
  return {
    ...(version && { version }),
    ...(id && { id }),
    statements: statements.filter(isObject).map((each) => ({ ...each })),
  };
}

function mergePolicies(into: Policy, next: Policy): Policy {
  const statements = [...into.statements];
  for (const each of next.statements) {
    const at = statements.findIndex((known) => each["Sid"] !== undefined && known["Sid"] === each["Sid"]);
    if (at === -1) statements.push(each);
    else statements[at] = each;
  }
  const version = next.version ?? into.version;
  const id = next.id ?? into.id;
  return { ...(version && { version }), ...(id && { id }), statements };
}

function refuseDuplicateSids(statements: readonly Statement[]): void {
  const sids = statements.flatMap((each) => asString(each["Sid"]) ?? []);
  const duplicate = sids.find((sid, i) => sids.indexOf(sid) !== i);
  if (duplicate !== undefined)
    throw new LookupError(`duplicate Sid (${duplicate}) in the policy; make the Sids unique`);
}

const ORDER = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
];

function toDocument({ version, id, statements }: Policy): Properties {
  return {
    ...(version && { Version: version }),
    ...(id && { Id: id }),
    Statement: statements.map((each) =>
      Object.fromEntries(ORDER.flatMap((key) => (each[key] === undefined ? [] : [[key, each[key]]]))),
    ),
  };
}

/** Data source of policy documents. */
export const policyLookups: readonly InvokeFunction[] = [policyDocument];
