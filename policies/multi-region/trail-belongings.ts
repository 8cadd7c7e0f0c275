import { type Resource, type Stack, TRAIL } from "../kit";

/** Types that are parts of another resource, with the property that names it. */
const PARTS: readonly (readonly [types: RegExp, owner: string])[] = [
  [/^aws:s3\/bucket(?!:|V2:)/, "bucket"],
  [/^aws:sns\/topicPolicy:/, "arn"],
  [/^aws:sns\/topicSubscription:/, "topic"],
  [/^aws:kms\/alias:/, "targetKeyId"],
  [/^aws:kms\/(?:grant|keyPolicy):/, "keyId"],
  [/^aws:cloudwatch\/log(?:MetricFilter|Stream):/, "logGroupName"],
];

/**
 * Multi-region trails and the resources that only they use: buckets, log groups, topics and keys.
 *
 * @throws {Undecided} when it is unknown whether a trail records all regions
 */
export function findTrailResources(stack: Stack): ReadonlySet<Resource> {
  const own = new Set(stack.ofTypes(TRAIL).filter((trail) => trail.boolean("isMultiRegionTrail") === true));
  if (own.size === 0) return own;
  const users = findUsers(stack);
  for (let count = -1; count !== own.size; ) {
    count = own.size;
    for (const [used, by] of users) {
      const others = [...by].filter((user) => !ownersOf(user, stack).includes(used));
      if (others.length > 0 && others.every((user) => own.has(user))) own.add(used);
    }
    for (const resource of stack.resources) {
      const owners = ownersOf(resource, stack);
      if (owners.length > 0 && owners.every((owner) => own.has(owner))) own.add(resource);
    }
  }
  return own;
}

function findUsers(stack: Stack): ReadonlyMap<Resource, ReadonlySet<Resource>> {
  const users = new Map<Resource, Set<Resource>>();
  for (const user of stack.resources) {
    for (const property of stack.dependentPropertiesOf(user)) {
      for (const used of stack.dependenciesOf(user, property)) {
        users.set(used, (users.get(used) ?? new Set()).add(user));
      }
    }
  }
  return users;
}

/** Resources that a part belongs to. */
function ownersOf(part: Resource, stack: Stack): readonly Resource[] {
  const owner = PARTS.find(([types]) => types.test(part.type))?.[1];
  return owner === undefined ? [] : stack.dependenciesOf(part, owner);
}
