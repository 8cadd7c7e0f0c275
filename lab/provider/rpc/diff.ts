import { type Difference, findDifferences } from "../../aws/diff";
import { asString, asStrings, isList, type Properties } from "../../aws/property-values";
import { isGlobal, nameRuleOf, type SimulatedType } from "../../aws/simulated-type";
import { type Instance, typeOf } from "../instance";
import { reveal } from "../secrets";
import type { ProviderRequest } from "../wire/messages";
import { DEFAULTS } from "./check";

/** Result of a diff. */
export interface DiffResult {
  readonly differences: readonly Difference[];
  /** Whether a replacement must delete first, because both resources would have the same name. */
  readonly deleteBeforeReplace: boolean;
}

/** Diff: the differences between the inputs, and whether they require a replacement. */
export function diff(instance: Instance, request: ProviderRequest): DiffResult {
  const type = instance.type(request.type || typeOf(request.urn));
  const news = reveal(request.news).plain;
  const outputs = reveal(request.olds ?? {}).plain;
  const olds = request.oldInputs ? reveal(request.oldInputs).plain : selectInputs(outputs, type);
  const allDifferences = [...findDifferences(olds, news, type, request.ignoreChanges)];
  const regionDifference = findRegionDifference(type, outputs, news, instance, request.ignoreChanges);
  if (regionDifference && !allDifferences.some(({ path }) => path === "region"))
    allDifferences.push(regionDifference);
  return {
    differences: allDifferences,
    deleteBeforeReplace: mustDeleteFirst(type, olds, news, allDifferences),
  };
}

/** The difference of a resource whose provider is now configured for another region: it must be replaced. */
function findRegionDifference(
  type: SimulatedType,
  outputs: Properties,
  news: Properties,
  instance: Instance,
  ignoreChanges: readonly string[],
): Difference | undefined {
  if (isGlobal(type) || ignoreChanges.includes("region")) return undefined;
  const before = asString(outputs["region"]);
  const after = news["region"] === undefined ? instance.config.region : asString(news["region"]);
  if (before === undefined || after === undefined || before === after) return undefined;
  return { path: "region", kind: "update", replaces: true };
}

function mustDeleteFirst(
  type: SimulatedType,
  olds: Properties,
  news: Properties,
  found: readonly Difference[],
): boolean {
  if (!found.some(({ replaces }) => replaces)) return false;
  const property = nameRuleOf(type)?.property;
  if (property === undefined || news[property] === undefined || found.some(({ path }) => path === "region"))
    return false;
  const defaults = news[DEFAULTS];
  const isGenerated = isList(defaults) && asStrings(defaults).includes(property);
  return !isGenerated && news[property] === olds[property];
}

/** The outputs that are also inputs, for engines that do not send the old inputs. */
function selectInputs(outputs: Properties, type: SimulatedType): Properties {
  return Object.fromEntries(
    Object.entries(outputs).filter(([key]) => type.declaration.inputs[key] !== undefined),
  );
}
