import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "./errors";

/** Who a statement speaks of: services, AWS principals (account ids or ARNs), a federation, or everyone. */
export type Principals =
  | "everyone"
  | { readonly services: readonly string[] }
  | { readonly aws: readonly pulumi.Input<string>[] }
  | { readonly federated: readonly pulumi.Input<string>[] };

/** One condition: `key` compared by `test` with any of `values`. */
export interface PolicyCondition {
  /** Operator, such as `StringEquals`. */
  readonly test: string;
  /** Key, such as `aws:SourceAccount`. */
  readonly key: string;
  /** Values of which one must match. */
  readonly values: readonly pulumi.Input<string>[];
}

/** One statement of an IAM policy document. */
export interface PolicyStatement {
  /** Letters and digits that tell the statement apart. @default - none */
  readonly sid?: string | undefined;
  /** Whether it grants or forbids. @default "Allow" */
  readonly effect?: "Allow" | "Deny" | undefined;
  /** Who it speaks of, in a policy of a resource. @default - whoever has the policy */
  readonly principals?: Principals | undefined;
  /** What may (not) be done, `service:Action`. */
  readonly actions: readonly string[];
  /** ARNs it speaks of. @default - none, as in a trust policy */
  readonly resources?: readonly pulumi.Input<string>[] | undefined;
  /** Conditions that must all hold. @default - none */
  readonly conditions?: readonly PolicyCondition[] | undefined;
  /** Why an Allow cannot do without a bare `*` as resource or a whole service as action. @default - neither may occur */
  readonly wildcardBecause?: string | undefined;
}

/**
 * A policy document as JSON. It is built as an object and serialised once, so that no value, whatever is in it,
 * can add a statement.
 *
 * @throws {ArgumentError} when an Allow holds a bare `*` or a whole service without saying why, or an action is none
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyDocument(name: string, statements: readonly PolicyStatement[]): pulumi.Output<string> {
  for (const statement of statements) check(name, statement);
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements.map(rendered) });
}

/** Trust policy of a role that `service` alone may assume, and only for resources of `account` when it is given. */
export function trustOfService(
  name: string,
  service: string,
  account?: pulumi.Input<string>,
): pulumi.Output<string> {
  return policyDocument(name, [
    {
      principals: { services: [service] },
      actions: ["sts:AssumeRole"],
      conditions: account ? [ofAccount(account)] : [],
    },
  ]);
}

/** Forbids everyone every use of a bucket that does not come over TLS, or over one older than `minimumTls`. */
export function tlsOnly(bucketArn: pulumi.Input<string>, minimumTls?: "1.2" | "1.3"): PolicyStatement[] {
  const everything = {
    effect: "Deny",
    principals: "everyone",
    actions: ["s3:*"],
    resources: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
  } as const;
  const plain = {
    ...everything,
    sid: "DenyPlainText",
    conditions: [{ test: "Bool", key: "aws:SecureTransport", values: ["false"] }],
  };
  const old = (version: string) => ({
    ...everything,
    sid: "DenyOldTls",
    conditions: [{ test: "NumericLessThan", key: "s3:TlsVersion", values: [version] }],
  });
  return minimumTls ? [plain, old(minimumTls)] : [plain];
}

/**
 * Lets `services` of this account publish to a topic over TLS, and no other account.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
export function publishByServices(
  topicArn: pulumi.Input<string>,
  account: pulumi.Input<string>,
  services: readonly string[],
): PolicyStatement[] {
  return [
    {
      sid: "PublishByServices",
      principals: { services },
      actions: ["sns:Publish"],
      resources: [topicArn],
      conditions: [ofAccount(account)],
    },
    {
      sid: "DenyPlainText",
      effect: "Deny",
      principals: "everyone",
      actions: ["sns:Publish"],
      resources: [topicArn],
      conditions: [{ test: "Bool", key: "aws:SecureTransport", values: ["false"] }],
    },
  ];
}

/** Holds for what a service does on behalf of `account` alone, against the confused deputy. */
function ofAccount(account: pulumi.Input<string>): PolicyCondition {
  return { test: "StringEquals", key: "aws:SourceAccount", values: [account] };
}

const ACTION = /^(?:\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/;

function check(name: string, { effect = "Allow", actions, resources = [], ...rest }: PolicyStatement): void {
  const strange = actions.find((action) => !ACTION.test(action));
  if (strange !== undefined) throw new ArgumentError(name, "an action", strange, "the form service:Action");
  if (effect === "Deny" || rest.wildcardBecause) return;
  const wide = actions.find((action) => action === "*" || action.endsWith(":*"));
  if (wide !== undefined) {
    throw new ArgumentError(name, "an action of an Allow", wide, "single actions; or say wildcardBecause");
  }
  if (resources.includes("*")) {
    throw new ArgumentError(name, "a resource of an Allow", "*", "an ARN; or say wildcardBecause");
  }
  if (rest.principals === "everyone" && !rest.conditions?.length) {
    throw new ArgumentError(name, "principals of an Allow", "everyone", "a condition that narrows it");
  }
}

function rendered(statement: PolicyStatement): Record<string, unknown> {
  const { sid, effect = "Allow", principals, actions, resources, conditions = [] } = statement;
  return {
    ...(sid ? { Sid: sid } : {}),
    Effect: effect,
    ...(principals ? { Principal: principalOf(principals) } : {}),
    Action: actions,
    ...(resources ? { Resource: resources } : {}),
    ...(conditions.length > 0 ? { Condition: conditionsOf(conditions) } : {}),
  };
}

function principalOf(principals: Principals): unknown {
  if (principals === "everyone") return "*";
  if ("services" in principals) return { Service: principals.services };
  if ("aws" in principals) return { AWS: principals.aws };
  return { Federated: principals.federated };
}

type ByTest = Record<string, Record<string, readonly pulumi.Input<string>[]>>;

/** Conditions by operator and key; the grammar has one object for each operator. */
function conditionsOf(conditions: readonly PolicyCondition[]): ByTest {
  const byTest: ByTest = {};
  for (const { test, key, values } of conditions) {
    byTest[test] = { ...byTest[test], [key]: [...(byTest[test]?.[key] ?? []), ...values] };
  }
  return byTest;
}
