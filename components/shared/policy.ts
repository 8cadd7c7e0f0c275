import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "./errors";

/** Principals of a statement: services, AWS principals (account ids or ARNs), identity providers, or everyone. */
export type Principals =
  | "everyone"
  | {
      /** AWS services, such as `cloudwatch.amazonaws.com`. */
      readonly services: readonly pulumi.Input<string>[];
    }
  | {
      /** Account ids, or ARNs of roles and users. */
      readonly aws: readonly pulumi.Input<string>[];
    }
  | {
      /** Identity providers. */
      readonly federated: readonly pulumi.Input<string>[];
    };

/** Condition of a statement: `test` compares `key` with `values`, and one match is enough. */
export interface PolicyCondition {
  /** Operator, such as `StringEquals`. */
  readonly test: string;
  /** Key, such as `aws:SourceAccount`. */
  readonly key: string;
  /** Values to compare with. */
  readonly values: readonly pulumi.Input<string>[];
}

/** One statement of an IAM policy document. */
export interface PolicyStatement {
  /** Identifier of the statement, letters and digits. @default - none */
  readonly sid?: string | undefined;
  /** Effect of the statement. @default "Allow" */
  readonly effect?: "Allow" | "Deny" | undefined;
  /** Principals, in a resource policy. @default - none, the policy applies to the identity it is attached to */
  readonly principals?: Principals | undefined;
  /** Actions in the form `service:Action`. */
  readonly actions: readonly string[];
  /** ARNs of the resources. @default - none, as in a trust policy */
  readonly resources?: readonly pulumi.Input<string>[] | undefined;
  /** Conditions; all of them must hold. @default - none */
  readonly conditions?: readonly PolicyCondition[] | undefined;
  /** Reason why an Allow needs a bare `*` as resource or all actions of a service. @default - neither is allowed */
  readonly wildcardBecause?: string | undefined;
}

/**
 * Returns a policy document as JSON. The document is built as an object and serialized once, so no value can inject a statement.
 *
 * @throws {ArgumentError} when an Allow has a bare `*` or all actions of a service without a reason, or an action is malformed
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyDocument(name: string, statements: readonly PolicyStatement[]): pulumi.Output<string> {
  for (const statement of statements) checkStatement(name, statement);
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements.map(renderStatement) });
}

/** Returns the condition that a service acts for `account`, which prevents the confused deputy problem. */
export function fromAccount(account: pulumi.Input<string>): PolicyCondition {
  return { test: "StringEquals", key: "aws:SourceAccount", values: [account] };
}

const ACTION = /^(?:\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/;

function checkStatement(
  name: string,
  { effect = "Allow", actions, resources = [], ...rest }: PolicyStatement,
): void {
  const invalid = actions.find((action) => !ACTION.test(action));
  if (invalid !== undefined) {
    throw new ArgumentError(name, "an action", invalid, "the form service:Action");
  }
  if (effect === "Deny" || rest.wildcardBecause) return;
  const wildcard = actions.find((action) => action === "*" || action.endsWith(":*"));
  if (wildcard !== undefined) {
    throw new ArgumentError(
      name,
      "an action of an Allow",
      wildcard,
      "single actions; or set wildcardBecause",
    );
  }
  if (resources.includes("*")) {
    throw new ArgumentError(name, "a resource of an Allow", "*", "an ARN; or set wildcardBecause");
  }
  if (rest.principals === "everyone" && !rest.conditions?.length) {
    throw new ArgumentError(name, "principals of an Allow", "everyone", "a condition that narrows it");
  }
}

function renderStatement(statement: PolicyStatement): Record<string, unknown> {
  const { sid, effect = "Allow", principals, actions, resources, conditions = [] } = statement;
  return {
    ...(sid ? { Sid: sid } : {}),
    Effect: effect,
    ...(principals ? { Principal: renderPrincipals(principals) } : {}),
    Action: actions,
    ...(resources ? { Resource: resources } : {}),
    ...(conditions.length > 0 ? { Condition: renderConditions(conditions) } : {}),
  };
}

function renderPrincipals(principals: Principals): unknown {
  if (principals === "everyone") return "*";
  if ("services" in principals) return { Service: principals.services };
  if ("aws" in principals) return { AWS: principals.aws };
  return { Federated: principals.federated };
}

type ByTest = Record<string, Record<string, readonly pulumi.Input<string>[]>>;

/** Groups conditions by operator and key: the grammar has one object for each operator. */
function renderConditions(conditions: readonly PolicyCondition[]): ByTest {
  const byTest: ByTest = {};
  for (const { test, key, values } of conditions) {
    byTest[test] = { ...byTest[test], [key]: [...(byTest[test]?.[key] ?? []), ...values] };
  }
  return byTest;
}
