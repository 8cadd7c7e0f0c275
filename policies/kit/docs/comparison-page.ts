import type { Rule } from "../rule/rule";

/** A collection of controls, and how the packs answer each. */
export interface Collection {
  readonly title: string;
  readonly url: string;
  /** Prefix of the collection's controls in the tags of rules. @default - rules have no such tags */
  readonly tagPrefix?: string;
  readonly controls: readonly string[];
  /** Rules that implement controls without naming them in their tags. */
  readonly rules: Readonly<Record<string, readonly string[]>>;
  /** Controls without a rule, by the reason. */
  readonly reasons: Readonly<Record<string, readonly string[]>>;
}

/** Words of a string. */
export function listWords(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** A rule with the name of its page. */
export interface PagedRule {
  readonly rule: Rule;
  readonly page: string;
}

/** Renders the page that compares the packs with collections, control by control. */
export function renderComparison(collections: readonly Collection[], rules: readonly PagedRule[]): string {
  return [
    "# Comparison with other collections",
    "",
    "Each control has the rules that implement it, or the reason why none does. A rule may check more or fewer types than the control: its page lists them.",
    "",
    "| collection | controls | with a rule |",
    "| --- | --- | --- |",
    ...collections.map(({ title, url, controls, ...collection }) => {
      const count = controls.filter(
        (control) => rulesFor({ title, url, controls, ...collection }, control, rules).length > 0,
      ).length;
      return `| [${title}](${url}) | ${controls.length} | ${count} |`;
    }),
    "",
    ...collections.flatMap((collection) => renderCollection(collection, rules)),
  ].join("\n");
}

/** The rules that implement a control: those that name it in their tags or framework, or that the collection names. */
export function rulesFor(
  { tagPrefix, rules: named }: Collection,
  control: string,
  rules: readonly PagedRule[],
): readonly PagedRule[] {
  const tag = tagPrefix === undefined ? undefined : `${tagPrefix}${control}`.toLowerCase();
  return rules.filter(
    ({ rule }) =>
      named[control]?.includes(rule.name) ||
      (tag !== undefined && controlsOf(rule).some((each) => each.toLowerCase() === tag)),
  );
}

/** The reason why no rule implements a control. */
export function reasonFor({ reasons }: Collection, control: string): string | undefined {
  return Object.entries(reasons).find(([, controls]) => controls.includes(control))?.[0];
}

function controlsOf({ tags, framework }: Rule): readonly string[] {
  return framework?.name.startsWith("AWS ") ? [...tags, `security-hub:${framework.reference}`] : tags;
}

function renderCollection(collection: Collection, rules: readonly PagedRule[]): readonly string[] {
  return [
    `## ${collection.title}`,
    "",
    "| control | rules, or the reason why not |",
    "| --- | --- |",
    ...collection.controls.map((control) => {
      const links = rulesFor(collection, control, rules).map(
        ({ rule: { name }, page }) => `[\`${name}\`](${page}#${name})`,
      );
      const answer = links.length > 0 ? links.join(", ") : `none: ${reasonFor(collection, control)}`;
      return `| ${control} | ${answer} |`;
    }),
    "",
  ];
}
