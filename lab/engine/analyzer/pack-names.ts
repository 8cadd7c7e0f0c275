import type { PolicyDefaults, PolicySetting } from "./pack-config";

/** What to add to the message about a name that is not known, given those that are. */
export type Suggest = (name: string, known: readonly string[]) => string;

/**
 * What is wrong with the names in a pack and in its configuration file, which Pulumi's own engine takes without a word:
 * a policy that is not there, a setting that a policy does not have, and two policies of one name.
 */
export function findNameFaults(
  policies: readonly PolicyDefaults[],
  settings: ReadonlyMap<string, PolicySetting>,
  suggest: Suggest = () => "",
): string[] {
  const names = policies.map(({ name }) => name);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return [
    ...twice.map(
      (name) => `${name}: ${names.filter((one) => one === name).length} policies have this name, expected 1`,
    ),
    ...[...settings].flatMap(([policy, { properties }]) => {
      const keys = Object.keys(properties ?? {});
      if (policy === "all") return keys.map((key) => `all: ${key} is set, expected enforcementLevel alone`);
      const known = policies.find(({ name }) => name === policy);
      if (known === undefined) {
        return [
          `policy is ${JSON.stringify(policy)}, expected one of the pack's${formatSuggestion(policy, names, suggest)}`,
        ];
      }
      const schema = Object.keys(known.schema?.properties ?? {});
      return keys
        .filter((key) => !schema.includes(key))
        .map(
          (key) =>
            `${policy}: ${JSON.stringify(key)} is none of its settings${formatSuggestion(key, schema, suggest)}`,
        );
    }),
  ];
}

/** The nearest names, or else all there are. */
function formatSuggestion(name: string, known: readonly string[], suggest: Suggest): string {
  const suggestion = suggest(name, known);
  if (suggestion !== "") return suggestion;
  return known.length === 0 ? "; there are none" : `; there are ${known.join(", ")}`;
}
