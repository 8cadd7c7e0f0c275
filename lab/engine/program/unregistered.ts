import type { Deployment } from "../deployment/deployment";
import { references } from "../deployment/resource-state";
import { parseUrn } from "../values/urn";
import type { Declared, ProgramRecord } from "./program-record";

/** Returns the resources that the program declares and did not register, each once. */
export function listUnregistered(
  { stack, failures }: Deployment,
  { declared }: ProgramRecord,
): readonly Declared[] {
  const known = new Set([...stack.claimedUrns.map((urn) => keyOf(parseUrn(urn))), ...failures]);
  return declared.filter((resource) => {
    const key = keyOf(resource);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

/** Returns the failure that prevented a registration, when it is the only one or a known reference of the resource. */
export function causeOf(
  { stack, failures }: Deployment,
  { type, name }: Declared,
): { readonly because?: string } {
  const [first, ...others] = failures;
  if (first !== undefined && others.length === 0) return { because: first };
  const previous = stack.previous.find(
    ({ state }) => state.type === type && parseUrn(state.urn).name === name,
  );
  if (!previous) return {};
  const { dependencies = [] } = previous.state;
  const because = [...dependencies, ...references(previous.state)].find((urn) => failures.includes(urn));
  return because === undefined ? {} : { because };
}

function keyOf({ type, name }: Declared): string {
  return `${type}::${name}`;
}
