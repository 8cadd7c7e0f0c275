import { GLOBAL_METRIC_NAMESPACES, globalNamespaceOf } from "./alarms";
import { isAwsType } from "./global-types";
import type { Stack } from "./graph";
import { Undecided } from "./props";
import { GLOBAL_SERVICES_REGION, type Resource } from "./resource";
import { METRIC_ALARM } from "./types/notification";

/** Properties by which resources of no region use something of us-east-1, rather than a workload of any region. */
const USED_BY_GLOBAL: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws:budgets/budget:Budget", ["notifications"]],
  ["aws:budgets/budgetAction:BudgetAction", ["subscribers"]],
  [
    "aws:cloudfront/distribution:Distribution",
    ["viewerCertificate", "webAclId", "loggingConfig", "defaultCacheBehavior", "orderedCacheBehaviors"],
  ],
  ["aws:cloudfront/realtimeLogConfig:RealtimeLogConfig", ["endpoint"]],
  ["aws:costexplorer/anomalySubscription:AnomalySubscription", ["subscribers"]],
  ["aws:cur/reportDefinition:ReportDefinition", ["s3Bucket"]],
  ["aws:route53/keySigningKey:KeySigningKey", ["keyManagementServiceArn"]],
  ["aws:route53/queryLog:QueryLog", ["cloudwatchLogGroupArn"]],
]);

/** Types that are nothing by themselves, and the property that names what they belong to. */
const PARTS: readonly (readonly [types: RegExp, owner: string])[] = [
  [/^aws:acm\/certificateValidation:/, "certificateArn"],
  [/^aws:cloudwatch\/compositeAlarm:/, "alarmRule"],
  [/^aws:cloudwatch\/dashboard:/, "dashboardBody"],
  [/^aws:cloudwatch\/eventTarget:/, "rule"],
  [/^aws:cloudwatch\/log(?:DataProtectionPolicy|MetricFilter|Stream):/, "logGroupName"],
  [/^aws:cloudwatch\/logDelivery:/, "deliverySourceName"],
  // a function's, named by it
  [/^aws:cloudwatch\/logGroup:/, "name"],
  [/^aws:cloudwatch\/logDeliverySource:/, "resourceArn"],
  [/^aws:cloudwatch\/logResourcePolicy:/, "policyDocument"],
  [/^aws:cloudwatch\/logSubscriptionFilter:/, "logGroup"],
  [/^aws:kms\/alias:/, "targetKeyId"],
  [/^aws:kms\/(?:grant|keyPolicy):/, "keyId"],
  [/^aws:lambda\/(?:alias|functionEventInvokeConfig|provisionedConcurrencyConfig):/, "functionName"],
  [/^aws:lambda\/permission:/, "function"],
  [/^aws:s3\/bucket(?!:|V2:)/, "bucket"],
  [/^aws:sns\/(?:dataProtectionPolicy|topicPolicy):/, "arn"],
  [/^aws:sns\/topicSubscription:/, "topic"],
  [/^aws:sqs\/queuePolicy:/, "queueUrl"],
  [/^aws:wafv2\/webAclLoggingConfiguration:/, "resourceArn"],
];

/** Parts that show or join what they name, and so use it for something else. */
const VIEWS = /^aws:cloudwatch\/(?:compositeAlarm|dashboard):/;

/** Types that other stacks may use for a global service, when nothing of their own region uses them. */
const MAY_SERVE_ELSEWHERE =
  /^aws:(?:acm\/|cloudwatch\/log|kms\/|sns\/topic|lambda\/|wafv2\/|cloudwatch\/event)/;

/** Types that can serve a global service at all. */
const CAN_SERVE =
  /^aws:(?:acm|acmpca|cloudwatch|ecrpublic|kinesis|kms|lambda|s3|secretsmanager|signer|sns|sqs|ssm|wafv2)\//;

/** The resources of us-east-1 that serve global services alone: alarms on charges, CloudFront's certificates, and theirs. */
export class GlobalHelpers {
  readonly #helpers = new Set<Resource>();
  readonly #open = new Map<Resource, Undecided>();
  readonly #uses: Uses;

  constructor(stack: Stack) {
    this.#uses = usesIn(stack);
    const candidates = stack.resources.filter((resource) => this.#isThere(resource));
    for (let count = -1; count !== this.#helpers.size; ) {
      count = this.#helpers.size;
      for (const resource of candidates) if (this.#serves(resource)) this.#helpers.add(resource);
    }
  }

  /**
   * Whether a resource is there for a global service, and for nothing else in us-east-1.
   *
   * @throws {Undecided} when what it watches is not known
   */
  has(resource: Resource): boolean {
    const open = this.#open.get(resource);
    if (open) throw open;
    return this.#helpers.has(resource);
  }

  /** Whether a resource may be there for a global service of another stack: nothing in its own region uses it. */
  mayHave(resource: Resource, seen: ReadonlySet<Resource> = new Set()): boolean {
    if (this.has(resource) || seen.has(resource)) return true;
    if (!MAY_SERVE_ELSEWHERE.test(resource.type) || !this.#isLeftAlone(resource)) return false;
    const path = new Set([...seen, resource]);
    return this.#uses.of(resource).every(({ used }) => !this.#isThere(used) || this.mayHave(used, path));
  }

  #isThere(resource: Resource): boolean {
    if (!isAwsType(resource.type) || resource.isGlobal) return false;
    try {
      return resource.region() === GLOBAL_SERVICES_REGION;
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      this.#open.set(resource, error);
      return false;
    }
  }

  #serves(resource: Resource): boolean {
    if (this.#helpers.has(resource) || this.#isBound(resource)) return true;
    const isUsed = this.#uses.by(resource).some(({ user, property }) => {
      if (this.#helpers.has(user)) return true;
      return USED_BY_GLOBAL.get(user.type)?.includes(property) ?? false;
    });
    if (isUsed && this.#isLeftAlone(resource)) return true;
    const owners = this.#uses.of(resource).filter(({ property }) => property === ownerOf(resource));
    return owners.length > 0 && owners.every(({ used }) => used.isGlobal || this.#helpers.has(used));
  }

  #isLeftAlone(resource: Resource): boolean {
    return this.#uses
      .by(resource)
      .every(({ user }) => this.#isPartOf(user, resource) || this.#helpers.has(user) || !this.#isThere(user));
  }

  #isPartOf(part: Resource, whole: Resource): boolean {
    const owner = ownerOf(part);
    if (owner === undefined || VIEWS.test(part.type)) return false;
    return this.#uses.of(part).some(({ property, used }) => property === owner && used === whole);
  }

  #isBound(resource: Resource): boolean {
    const { type } = resource;
    if (type.startsWith("aws:ecrpublic/")) return true;
    try {
      if (type.startsWith("aws:wafv2/")) return resource.string("scope") === "CLOUDFRONT";
      if ((METRIC_ALARM as readonly string[]).includes(type))
        return globalNamespaceOf(resource, GLOBAL_METRIC_NAMESPACES) !== undefined;
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      this.#open.set(resource, new Undecided(`${error.path} of ${resource.name}`));
    }
    return false;
  }
}

/** Whether resources of a type can be there for a global service, such as a topic that tells of charges. */
export function canServeGlobally(type: string): boolean {
  return CAN_SERVE.test(type);
}

const KNOWN = new WeakMap<Stack, GlobalHelpers>();

/** The resources of a stack that serve global services alone. */
export function globalHelpersOf(stack: Stack): GlobalHelpers {
  const known = KNOWN.get(stack);
  if (known) return known;
  const made = new GlobalHelpers(stack);
  KNOWN.set(stack, made);
  return made;
}

interface Use {
  readonly user: Resource;
  readonly property: string;
  readonly used: Resource;
}

interface Uses {
  /** What a resource depends on directly. */
  readonly of: (resource: Resource) => readonly Use[];
  /** What depends on a resource directly. */
  readonly by: (resource: Resource) => readonly Use[];
}

function usesIn(stack: Stack): Uses {
  const of = new Map<Resource, Use[]>();
  const by = new Map<Resource, Use[]>();
  const add = (map: Map<Resource, Use[]>, key: Resource, use: Use): void => {
    const known = map.get(key);
    if (known) known.push(use);
    else map.set(key, [use]);
  };
  for (const user of stack.resources) {
    for (const property of stack.dependentPropertiesOf(user)) {
      for (const used of stack.dependenciesOf(user, property)) {
        add(of, user, { user, property, used });
        add(by, used, { user, property, used });
      }
    }
  }
  return { of: (resource) => of.get(resource) ?? [], by: (resource) => by.get(resource) ?? [] };
}

function ownerOf({ type }: Resource): string | undefined {
  return PARTS.find(([types]) => types.test(type))?.[1];
}
