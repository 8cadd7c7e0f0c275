import { GLOBAL_SERVICES_REGION } from "../../../common/regions";
import { isAwsType } from "../facts/global-types";
import { METRIC_ALARM } from "../facts/resource-types/notification";
import { memoizeByStack } from "../reading/memoize-by-stack";
import { Undecided } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { GLOBAL_METRIC_NAMESPACES, globalNamespaceOf } from "./alarms";

/** Properties of global resources that refer to resources in us-east-1 rather than to a workload of any region. */
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

/** Types that are a part of another resource, with the property that refers to the owner. */
const OWNER_PROPERTIES: readonly (readonly [types: RegExp, owner: string])[] = [
  [/^aws:acm\/certificateValidation:/, "certificateArn"],
  [/^aws:cloudwatch\/compositeAlarm:/, "alarmRule"],
  [/^aws:cloudwatch\/dashboard:/, "dashboardBody"],
  [/^aws:cloudwatch\/eventTarget:/, "rule"],
  [/^aws:cloudwatch\/log(?:DataProtectionPolicy|MetricFilter|Stream):/, "logGroupName"],
  [/^aws:cloudwatch\/logDelivery:/, "deliverySourceName"],
  // the log group of a function, which is named after it
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

/** Parts that only show or combine their owners, so that they count as separate users. */
const VIEW_TYPES = /^aws:cloudwatch\/(?:compositeAlarm|dashboard):/;

/** Types that other stacks may use for a global service when nothing in their own region uses them. */
const MAY_SERVE_ELSEWHERE =
  /^aws:(?:acm\/|cloudwatch\/log|kms\/|sns\/topic|lambda\/|wafv2\/|cloudwatch\/event)/;

/** Types that can serve a global service. */
const CAN_SERVE =
  /^aws:(?:acm|acmpca|cloudwatch|ecrpublic|kinesis|kms|lambda|s3|secretsmanager|signer|sns|sqs|ssm|wafv2)\//;

/** The resources in us-east-1 that serve only global services: alarms on charges, certificates of CloudFront, and their parts. */
export class GlobalServiceResources {
  readonly #members = new Set<Resource>();
  readonly #undecided = new Map<Resource, Undecided>();
  readonly #uses: Uses;

  constructor(stack: Stack) {
    this.#uses = indexUses(stack);
    const candidates = stack.resources.filter((resource) => this.#isInGlobalServicesRegion(resource));
    for (let count = -1; count !== this.#members.size; ) {
      count = this.#members.size;
      for (const resource of candidates) if (this.#servesGlobalService(resource)) this.#members.add(resource);
    }
  }

  /**
   * Whether a resource serves a global service and nothing else in us-east-1.
   *
   * @throws {Undecided} when its region or the metric that it watches is unknown
   */
  has(resource: Resource): boolean {
    const undecided = this.#undecided.get(resource);
    if (undecided) throw undecided;
    return this.#members.has(resource);
  }

  /** Whether a resource may serve a global service of another stack, because nothing in its own region uses it. */
  mayBelongToOtherStack(resource: Resource, seen: ReadonlySet<Resource> = new Set()): boolean {
    if (this.has(resource) || seen.has(resource)) return true;
    if (!MAY_SERVE_ELSEWHERE.test(resource.type) || !this.#hasOnlyGlobalUsers(resource)) return false;
    const path = new Set([...seen, resource]);
    return this.#uses
      .of(resource)
      .every(({ used }) => !this.#isInGlobalServicesRegion(used) || this.mayBelongToOtherStack(used, path));
  }

  #isInGlobalServicesRegion(resource: Resource): boolean {
    if (!isAwsType(resource.type) || resource.isGlobal) return false;
    try {
      return resource.region() === GLOBAL_SERVICES_REGION;
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      this.#undecided.set(resource, error);
      return false;
    }
  }

  #servesGlobalService(resource: Resource): boolean {
    if (this.#members.has(resource) || this.#isGlobalByItself(resource)) return true;
    const isUsed = this.#uses.by(resource).some(({ user, property }) => {
      if (this.#members.has(user)) return true;
      return USED_BY_GLOBAL.get(user.type)?.includes(property) ?? false;
    });
    if (isUsed && this.#hasOnlyGlobalUsers(resource)) return true;
    const owners = this.#uses.of(resource).filter(({ property }) => property === ownerPropertyOf(resource));
    return owners.length > 0 && owners.every(({ used }) => used.isGlobal || this.#members.has(used));
  }

  #hasOnlyGlobalUsers(resource: Resource): boolean {
    return this.#uses
      .by(resource)
      .every(
        ({ user }) =>
          this.#isPartOf(user, resource) || this.#members.has(user) || !this.#isInGlobalServicesRegion(user),
      );
  }

  #isPartOf(part: Resource, whole: Resource): boolean {
    const owner = ownerPropertyOf(part);
    if (owner === undefined || VIEW_TYPES.test(part.type)) return false;
    return this.#uses.of(part).some(({ property, used }) => property === owner && used === whole);
  }

  #isGlobalByItself(resource: Resource): boolean {
    const { type } = resource;
    if (type.startsWith("aws:ecrpublic/")) return true;
    try {
      if (type.startsWith("aws:wafv2/")) return resource.string("scope") === "CLOUDFRONT";
      if ((METRIC_ALARM as readonly string[]).includes(type))
        return globalNamespaceOf(resource, GLOBAL_METRIC_NAMESPACES) !== undefined;
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      this.#undecided.set(resource, error.of(resource));
    }
    return false;
  }
}

/** Whether resources of a type can serve a global service, such as a topic for alarms on charges. */
export function canServeGlobally(type: string): boolean {
  return CAN_SERVE.test(type);
}

/** The resources of a stack that serve only global services. */
export const globalServiceResourcesOf = memoizeByStack((stack) => new GlobalServiceResources(stack));

interface Use {
  readonly user: Resource;
  readonly property: string;
  readonly used: Resource;
}

interface Uses {
  /** Resources on which a resource depends directly. */
  readonly of: (resource: Resource) => readonly Use[];
  /** Resources that depend on a resource directly. */
  readonly by: (resource: Resource) => readonly Use[];
}

function indexUses(stack: Stack): Uses {
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

function ownerPropertyOf({ type }: Resource): string | undefined {
  return OWNER_PROPERTIES.find(([types]) => types.test(type))?.[1];
}
