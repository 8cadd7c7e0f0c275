import type { PolicyDefaults, PolicySetting } from "./pack-config";

/** Returns an addition to the message about an unknown name, such as similar known names. */
export type Suggest = (name: string, known: readonly string[]) => string;

/**
 * Finds names that Pulumi's engine ignores without a message: an unknown policy or setting in the configuration file, and two
 * policies with one name.
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
            `${policy}: setting ${JSON.stringify(key)} does not exist${formatSuggestion(key, schema, suggest)}`,
        );
    }),
  ];
}

/** The suggested names, or otherwise all known names. */
function formatSuggestion(name: string, known: readonly string[], suggest: Suggest): string {
  const suggestion = suggest(name, known);
  if (suggestion !== "") return suggestion;
  return known.length === 0 ? "; there are no others" : `; known are ${known.join(", ")}`;
}
